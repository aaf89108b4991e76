/** Pictures as arithmetic sees them: float planes, shrunk, blurred, and brought back to full size. */

/** RGB8 rows, three bytes a pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** One float value a pixel, row by row. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

export function plane(width: number, height: number, valueAt?: (i: number) => number): Plane {
  const values = new Float32Array(width * height);
  if (valueAt) for (let i = 0; i < values.length; i++) values[i] = valueAt(i);
  return { width, height, values };
}

/** The picture's red, green and blue, 0..1, each averaged over the area of the smaller picture's pixels. */
export function shrink(picture: Picture, width: number, height: number): [Plane, Plane, Plane] {
  const planes: [Plane, Plane, Plane] = [plane(width, height), plane(width, height), plane(width, height)];
  const across = picture.width / width;
  const down = picture.height / height;
  for (let y = 0, i = 0; y < height; y++) {
    const y0 = Math.floor(y * down);
    const y1 = Math.max(y0 + 1, Math.floor((y + 1) * down));
    for (let x = 0; x < width; x++, i++) {
      const x0 = Math.floor(x * across);
      const x1 = Math.max(x0 + 1, Math.floor((x + 1) * across));
      let [r, g, b] = [0, 0, 0];
      for (let sy = y0; sy < y1; sy++) {
        for (let p = (sy * picture.width + x0) * 3; p < (sy * picture.width + x1) * 3; p += 3) {
          r += picture.rgb[p]!;
          g += picture.rgb[p + 1]!;
          b += picture.rgb[p + 2]!;
        }
      }
      const scale = 1 / (255 * (y1 - y0) * (x1 - x0));
      planes[0].values[i] = r * scale;
      planes[1].values[i] = g * scale;
      planes[2].values[i] = b * scale;
    }
  }
  return planes;
}

/** Luma of BT.709, 0..1. */
export function lumaOf([r, g, b]: readonly [Plane, Plane, Plane]): Plane {
  return plane(
    r.width,
    r.height,
    (i) => 0.2126 * r.values[i]! + 0.7152 * g.values[i]! + 0.0722 * b.values[i]!,
  );
}

/** Luma of every pixel of the picture, 0..1. */
export function fullLuma({ width, height, rgb }: Picture): Plane {
  return plane(
    width,
    height,
    (i) => (0.2126 * rgb[i * 3]! + 0.7152 * rgb[i * 3 + 1]! + 0.0722 * rgb[i * 3 + 2]!) / 255,
  );
}

/** The mean over a window that reaches `rx` and `ry` pixels each way; at the border, over what is there. */
export function boxMean(source: Plane, rx: number, ry = rx): Plane {
  const { width, height } = source;
  const rows = new Float32Array(width * height);
  slide(source.values, rows, height, width, width, 1, rx);
  const values = new Float32Array(width * height);
  slide(rows, values, width, height, 1, width, ry);
  return { width, height, values };
}

/** Running means along `count` lines of `length` values that are `step` apart; lines start `pitch` apart. */
function slide(
  from: Float32Array,
  to: Float32Array,
  count: number,
  length: number,
  pitch: number,
  step: number,
  radius: number,
): void {
  for (let line = 0; line < count; line++) {
    const start = line * pitch;
    let sum = 0;
    let [head, tail] = [0, 0];
    for (let i = 0; i < length; i++) {
      const [last, first] = [Math.min(length - 1, i + radius), Math.max(0, i - radius)];
      while (head <= last) sum += from[start + head++ * step]!;
      while (tail < first) sum -= from[start + tail++ * step]!;
      to[start + i * step] = sum / (head - tail);
    }
  }
}

/** Three box means, which come close to a Gaussian. */
export function blur(source: Plane, radius: number): Plane {
  const r = Math.max(1, Math.round(radius / 1.7));
  return boxMean(boxMean(boxMean(source, r), r), r);
}

/** Bilinear, pixel centres on pixel centres. */
export function resize(source: Plane, width: number, height: number): Plane {
  const { values } = source;
  const out = plane(width, height);
  for (let y = 0, i = 0; y < height; y++) {
    const [y0, y1, fy] = taps(y, height, source.height);
    for (let x = 0; x < width; x++, i++) {
      const [x0, x1, fx] = taps(x, width, source.width);
      const top = mix(values[y0 * source.width + x0]!, values[y0 * source.width + x1]!, fx);
      const foot = mix(values[y1 * source.width + x0]!, values[y1 * source.width + x1]!, fx);
      out.values[i] = mix(top, foot, fy);
    }
  }
  return out;
}

function taps(i: number, length: number, sourceLength: number): [number, number, number] {
  const at = clamp(((i + 0.5) * sourceLength) / length - 0.5, 0, sourceLength - 1);
  const first = Math.floor(at);
  return [first, Math.min(sourceLength - 1, first + 1), at - first];
}

/**
 * Brings `source` to follow the edges of `guide`, of the same size: the guided filter
 * (K. He, J. Sun, X. Tang: Guided Image Filtering, 2010). `epsilon` is the variance below which a
 * window of the guide counts as flat.
 */
export function guidedFilter(guide: Plane, source: Plane, radius: number, epsilon: number): Plane {
  const { width, height } = guide;
  const product = (a: Plane, b: Plane) => plane(width, height, (i) => a.values[i]! * b.values[i]!);
  const meanGuide = boxMean(guide, radius);
  const meanSource = boxMean(source, radius);
  const cross = boxMean(product(guide, source), radius);
  const square = boxMean(product(guide, guide), radius);
  const slope = plane(width, height, (i) => {
    const covariance = cross.values[i]! - meanGuide.values[i]! * meanSource.values[i]!;
    const variance = square.values[i]! - meanGuide.values[i]! ** 2;
    return covariance / (variance + epsilon);
  });
  const offset = plane(width, height, (i) => meanSource.values[i]! - slope.values[i]! * meanGuide.values[i]!);
  const meanSlope = boxMean(slope, radius);
  const meanOffset = boxMean(offset, radius);
  return plane(width, height, (i) => meanSlope.values[i]! * guide.values[i]! + meanOffset.values[i]!);
}

export function clamp(value: number, low = 0, high = 1): number {
  return Math.max(low, Math.min(high, value));
}

export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

/** Hermite step: 0 below `low`, 1 above `high`. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low));
  return t * t * (3 - 2 * t);
}

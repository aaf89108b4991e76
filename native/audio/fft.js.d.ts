/** fft.js 4 has no types of its own: what we use of it. Complex arrays are interleaved. */
declare module "fft.js" {
  export default class FFT {
    /** `size` is a power of two. */
    constructor(size: number);
    transform(out: Float64Array, data: Float64Array): void;
    /** Scaled by 1 / size. */
    inverseTransform(out: Float64Array, data: Float64Array): void;
  }
}

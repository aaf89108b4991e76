/** Which of a depth network's values are near; every family of networks has its own convention. */
import type { NearValues, PackAbilities } from "#contract/pack.ts";
import type { OnnxHeader } from "#native/onnx/index.ts";

type Told = NonNullable<PackAbilities["depth"]>;

/** A configuration of the pack, as far as it names what the network is. */
export interface DepthConfig {
  path: string;
  /** Names of classes and of the model's type. */
  names: readonly string[];
  /** Depth Anything's own field: the same network exists trained for either. */
  estimationType?: string | undefined;
}

/** Names of outputs. `predicted_depth`, the exporters' usual one, says nothing: it is used for both. */
const OUTPUTS: readonly [NearValues, RegExp][] = [
  ["large", /disparity|inverse|inv_?depth/i],
  ["small", /metric|distance/i],
];

/**
 * Families of networks. The first give metres or what is proportional to them, the others disparity, that
 * is 1 / distance up to scale and shift. The first are asked first: "prompt_depth_anything" is metric.
 */
const FAMILIES: readonly [NearValues, RegExp][] = [
  ["small", /zoe_?depth|glpn|depth_?pro|metric_?3d|prompt_?depth_?anything|unidepth/i],
  ["large", /depth_?anything|dpt|midas/i],
];

/**
 * Told by the name of an output, else by a configuration, else assumed: most networks of relative depth
 * give disparity. Nothing in a DPT network tells whether it was trained on for metres.
 */
export function nearValues(outputs: OnnxHeader["outputs"], configs: readonly DepthConfig[]): Told {
  const byOutput = OUTPUTS.find(([, word]) => outputs.some(({ name }) => word.test(name)));
  if (byOutput) return { near: byOutput[0], toldBy: "the name of its output" };
  for (const { path, names, estimationType } of configs) {
    if (estimationType === "metric") return { near: "small", toldBy: path };
    const family = FAMILIES.find(([, word]) => names.some((name) => word.test(name)));
    if (family) return { near: family[0], toldBy: path };
  }
  return { near: "large", toldBy: "assumed" };
}

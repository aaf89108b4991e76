import { describe, expect, it } from "vitest";
import { diffusionDefaults } from "./defaults.ts";
import type { DiffusionLayout } from "./layout.ts";

function defaultsOf(scheduler: object, inputs: string[] = [], unet: object = {}) {
  const unetInputs = ["sample", ...inputs].map((name) => ({ name, type: "float32", dims: [] }));
  return diffusionDefaults({ unetInputs, configs: { scheduler, unet } } as unknown as DiffusionLayout);
}

describe("diffusionDefaults", () => {
  it("takes a few steps without guidance with a Turbo model", () => {
    // scheduler_config.json of stabilityai/sd-turbo and stabilityai/sdxl-turbo
    const sdTurbo = { _class_name: "EulerDiscreteScheduler", timestep_spacing: "trailing" };
    const sdxlTurbo = { _class_name: "EulerAncestralDiscreteScheduler", timestep_spacing: "trailing" };
    for (const config of [sdTurbo, sdxlTurbo]) expect(defaultsOf(config)).toEqual({ steps: 4, guidance: 1 });
  });

  it("gives a consistency model its guidance where it takes one", () => {
    const lcm = { _class_name: "LCMScheduler" };
    expect(defaultsOf(lcm, ["timestep_cond"])).toEqual({ steps: 4, guidance: 8.5 });
    expect(defaultsOf(lcm, [], { time_cond_proj_dim: 256 })).toEqual({ steps: 4, guidance: 8.5 });
    expect(defaultsOf(lcm)).toEqual({ steps: 4, guidance: 1 });
  });

  it("takes many steps with all others, also with zero terminal SNR", () => {
    const many = { steps: 25, guidance: 7.5 };
    expect(defaultsOf({ _class_name: "PNDMScheduler" })).toEqual(many);
    expect(defaultsOf({ _class_name: "EulerDiscreteScheduler", timestep_spacing: "leading" })).toEqual(many);
    const zero = { timestep_spacing: "trailing", rescale_betas_zero_snr: true };
    expect(defaultsOf({ _class_name: "EulerDiscreteScheduler", ...zero })).toEqual(many);
  });
});

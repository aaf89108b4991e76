/** Diffusion packs: what they are. Their engine tasks, which load onnxruntime, are in task.ts and trial.ts. */
export { type DiffusionDefaults, diffusionDefaults } from "./defaults.ts";
export { type DiffusionLayout, diffusionLayout } from "./layout.ts";
export { clipWindows } from "./motion.ts";
export { fixedSize, latentScale, type PictureSize, sizeMultiple } from "./size.ts";
export { requireTokenizerFiles } from "./tokenizer-files.ts";

/** Entry of the engine process: every task that an engine does is registered here, and loaded with its first call. */
import { serveEngine } from "#main/inference/serve.ts";

serveEngine({
  probe: async () => (await import("#main/inference/index.ts")).probeProviders(),
  read: async (...task) => (await import("#main/draft/plan/reader.ts")).read(...task),
  paint: async (...task) => (await import("#main/draft/paint/task.ts")).paint(...task),
  diffuse: async (...task) => (await import("#main/diffusion/task.ts")).diffuse(...task),
  depth: async (...task) => (await import("#main/draft/paint/depth/task.ts")).estimateDepth(...task),
  "try-pack": async (...task) => (await import("#main/diffusion/trial.ts")).tryPack(...task),
  "try-network": async (...task) => (await import("#main/packs/network-task.ts")).tryNetwork(...task),
});

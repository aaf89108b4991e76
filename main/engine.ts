/** Entry of the engine process: every task that an engine does is registered here. */
import { diffuse } from "#main/diffusion/task.ts";
import { tryPack } from "#main/diffusion/trial.ts";
import { estimateDepth } from "#main/draft/paint/depth/task.ts";
import { paint } from "#main/draft/paint/task.ts";
import { read } from "#main/draft/plan/reader.ts";
import { probeProviders } from "#main/inference/index.ts";
import { serveEngine } from "#main/inference/serve.ts";
import { tryNetwork } from "#main/packs/network-task.ts";

serveEngine({
  probe: () => probeProviders(),
  read,
  paint,
  diffuse,
  depth: estimateDepth,
  "try-pack": tryPack,
  "try-network": tryNetwork,
});

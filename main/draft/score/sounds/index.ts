/** Every sound of the contract, by name. */
import type { Sound } from "#contract/scenery.ts";
import { bells } from "./bells.ts";
import { birds } from "./birds.ts";
import { crickets } from "./crickets.ts";
import { crowd } from "./crowd.ts";
import { fire } from "./fire.ts";
import { gulls } from "./gulls.ts";
import { hum } from "./hum.ts";
import { leaves } from "./leaves.ts";
import { rain } from "./rain.ts";
import type { SoundSource } from "./source.ts";
import { stream } from "./stream.ts";
import { thunder } from "./thunder.ts";
import { traffic } from "./traffic.ts";
import { train } from "./train.ts";
import { underwater } from "./underwater.ts";
import { waves } from "./waves.ts";
import { wind } from "./wind.ts";

export const SOUND_SOURCES: Record<Sound, SoundSource> = {
  waves,
  wind,
  rain,
  thunder,
  traffic,
  birds,
  gulls,
  crickets,
  fire,
  crowd,
  bells,
  stream,
  train,
  underwater,
  hum,
  leaves,
};

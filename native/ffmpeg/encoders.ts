/** Which encoders really work: compiled in does not mean that the device is there. */
import { readdir } from "node:fs/promises";
import { type EncoderStatus, VIDEO_ENCODERS, type VideoEncoder } from "#contract/machine.ts";
import { type Reason, reasonText } from "#contract/reason.ts";
import { encoderArguments } from "./encoder-arguments.ts";
import { runFfmpeg, startFfmpeg } from "./run.ts";

/** Hardware refuses smaller pictures. */
const CLIP = "color=c=gray:s=256x256:r=24:d=0.25";
const PROBE_CLIP = { width: 256, height: 256, fps: { num: 24, den: 1 } };
const NOT_COMPILED_IN: Reason = { reason: "not compiled in", text: reasonText("not-compiled-in") };
const TONE = "sine=r=48000:d=0.25";

/** Encodes a tiny clip with every H.264 encoder of interest, and a tone with AAC. Never throws for one of them. */
export async function workingEncoders(): Promise<EncoderStatus[]> {
  const list = await compiledIn();
  const render = await renderNode();
  const commands: [string, string[]][] = [
    ...VIDEO_ENCODERS.map((encoder): [string, string[]] => [encoder, videoCommand(encoder, render)]),
    ["aac", ["-f", "lavfi", "-i", TONE, "-c:a", "aac"]],
  ];
  return Promise.all(
    commands.map(async ([encoder, command]) => {
      const why = list.has(encoder) ? await whyNot(command) : NOT_COMPILED_IN;
      return why === undefined ? { encoder, works: true, reason: "" } : { encoder, works: false, ...why };
    }),
  );
}

/** Names from the table of `ffmpeg -encoders`: " V....D libx264  ...". */
async function compiledIn(): Promise<Set<string>> {
  const ffmpeg = await startFfmpeg(["-encoders"], { stdout: true });
  let text = "";
  for await (const chunk of ffmpeg.stdout!.setEncoding("utf8")) text += chunk;
  await ffmpeg.done;
  return new Set([...text.matchAll(/^ [VAS][A-Z.]{5} (\S+)/gm)].map(([, name]) => name!));
}

/** With the very options of an encode, so that what is found to work does. */
function videoCommand(encoder: VideoEncoder, render: string | undefined): string[] {
  const { device, format, codec } = encoderArguments(encoder, { ...PROBE_CLIP, render });
  return [...device, "-f", "lavfi", "-i", CLIP, "-vf", format, ...codec];
}

async function whyNot(command: string[]): Promise<Reason | undefined> {
  try {
    await runFfmpeg([...command, "-f", "null", "-"], { signal: AbortSignal.timeout(20_000) });
    return undefined;
  } catch (error) {
    return refusalOf(error as Error);
  }
}

/** What ffmpeg says when an encoder's device or its driver is not there. */
const NO_DEVICE =
  /cannot load lib|no va display|no device|mfx session|no capable devices|failed to initiali[sz]e/i;

/** Why ffmpeg refused to encode. */
export function refusalOf({ message }: Error): Reason {
  const lines = message.split("\n").map((line) => line.replace(/^\[[^\]]*\] /, "").trim());
  // The first line is ours, the second ffmpeg's first complaint: the cause of the others.
  const said = lines[1] ?? lines[0] ?? "it fails";
  const text = NO_DEVICE.test(said) ? reasonText("no-device") : reasonText("said", { said });
  return { reason: said, text };
}

/** The first graphics device of a Linux machine. */
export async function renderNode(): Promise<string | undefined> {
  const names = await readdir("/dev/dri").catch(() => []);
  const node = names.filter((name) => name.startsWith("renderD")).sort()[0];
  return node && `/dev/dri/${node}`;
}

/** Which encoders really work: compiled in does not mean that the device is there. */
import { readdir } from "node:fs/promises";
import { runFfmpeg, startFfmpeg } from "./run.ts";

export interface EncoderStatus {
  encoder: string;
  works: boolean;
  /** Why not; empty when it works. */
  reason: string;
}

/** What is tried: software first, then each maker's hardware. */
const VIDEO = ["libx264", "h264_nvenc", "h264_qsv", "h264_vaapi", "h264_videotoolbox", "h264_amf"] as const;
/** Hardware refuses smaller pictures. */
const CLIP = "color=c=gray:s=256x256:r=24:d=0.25";
const TONE = "sine=r=48000:d=0.25";

/** Encodes a tiny clip with every H.264 encoder of interest, and a tone with AAC. Never throws for one of them. */
export async function workingEncoders(): Promise<EncoderStatus[]> {
  const list = await compiledIn();
  const render = await renderNode();
  const commands: [string, string[]][] = [
    ...VIDEO.map((encoder): [string, string[]] => [encoder, videoCommand(encoder, render)]),
    ["aac", ["-f", "lavfi", "-i", TONE, "-c:a", "aac"]],
  ];
  return Promise.all(
    commands.map(async ([encoder, command]) => {
      const reason = list.has(encoder) ? await whyNot(command) : "not compiled in";
      return { encoder, works: reason === "", reason };
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

function videoCommand(encoder: string, render: string | undefined): string[] {
  const input = ["-f", "lavfi", "-i", CLIP];
  if (encoder !== "h264_vaapi") return [...input, "-pix_fmt", "yuv420p", "-c:v", encoder];
  const device = ["-vaapi_device", render ?? "/dev/dri/renderD128"];
  return [...device, ...input, "-vf", "format=nv12,hwupload", "-c:v", encoder];
}

async function whyNot(command: string[]): Promise<string> {
  try {
    await runFfmpeg([...command, "-f", "null", "-"], { signal: AbortSignal.timeout(20_000) });
    return "";
  } catch (error) {
    const lines = (error as Error).message.split("\n").map((line) => line.replace(/^\[[^\]]*\] /, "").trim());
    // The first line is ours, the second ffmpeg's first complaint: the cause of the others.
    return lines[1] ?? lines[0] ?? "it fails";
  }
}

async function renderNode(): Promise<string | undefined> {
  const names = await readdir("/dev/dri").catch(() => []);
  const node = names.filter((name) => name.startsWith("renderD")).sort()[0];
  return node && `/dev/dri/${node}`;
}

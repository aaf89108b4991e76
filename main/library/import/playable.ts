/** What a media file is to the library, and whether a browser can play it as it is. */
import type { ItemKind } from "#contract/library.ts";
import type { MediaInfo } from "#native/ffmpeg/index.ts";

/** What Chromium decodes: containers by ffmpeg's names, with the codecs that it takes in them. */
const VIDEO: Record<string, { video: RegExp; audio: RegExp }> = {
  mov: { video: /^(h264|av1|vp9)$/, audio: /^(aac|mp3|opus|flac)$/ },
  matroska: { video: /^(vp8|vp9|av1)$/, audio: /^(opus|vorbis)$/ },
};
const PIXELS = /^(yuvj?420p|yuv420p10le)$/;
const AUDIO = /^(mp3|aac|flac|vorbis|opus|pcm_(u8|s16le|s24le|s32le|f32le))$/;
const AUDIO_CONTAINERS = /^(mp3|wav|flac|ogg|mov|aac)/;
const PICTURES = /^(png|mjpeg|webp|gif|bmp|av1)$/;
const STILL_CONTAINERS = /_pipe$|^image2|^ico|avif/;

/** The kind of a file; null when it holds neither picture nor sound. */
export function kindOf({ container, video, audio }: MediaInfo): Exclude<ItemKind, "generation"> | null {
  if (video === null) return audio === null ? null : "audio";
  const isStill = STILL_CONTAINERS.test(container) || (video.frames === 1 && audio === null);
  return isStill ? "picture" : "video";
}

/** Whether a browser shows or plays the file as it is. */
export function isPlayable(info: MediaInfo): boolean {
  const { container, video, audio } = info;
  switch (kindOf(info)) {
    case "picture":
      return PICTURES.test(video!.codec) && (STILL_CONTAINERS.test(container) || /^gif/.test(container));
    case "audio":
      return AUDIO_CONTAINERS.test(container) && AUDIO.test(audio!.codec);
    case "video": {
      const rules = VIDEO[container.split(",")[0] ?? ""];
      if (rules === undefined || !rules.video.test(video!.codec) || !PIXELS.test(video!.pixelFormat))
        return false;
      return audio === null || rules.audio.test(audio.codec);
    }
    case null:
      return false;
  }
}

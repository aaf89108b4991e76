/**
 * Plays one video, or several of the same length in step: the first leads, the others follow it. Frames are
 * whole numbers; the video element's clock never reaches the components.
 */
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { frameAtTime, timeOfFrame } from "./timecode.ts";

export interface Rate {
  frames: number;
  fps: number;
}

export interface Playback {
  frame: number;
  isPlaying: boolean;
  loop: boolean;
  volume: number;
  muted: boolean;
  /** Negative: backwards. 1 is as it is meant. */
  speed: number;
  toggle(): void;
  play(speed?: number): void;
  pause(): void;
  seek(frame: number): void;
  step(frames: number): void;
  /** Faster with every call, in one direction; J and L. */
  shuttle(direction: 1 | -1): void;
  setLoop(loop: boolean): void;
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
}

/** Followers that are further from the leader than this are put right. */
const DRIFT_FRAMES = 1.5;
const MAX_SPEED = 4;
/** Backwards is a row of seeks: more a second than decoders manage helps nobody. */
const BACKWARDS_MS = 1000 / 12;

/** Loudness is the user's, not one clip's. */
let lastVolume = 1;
let lastMuted = false;

type VideoRef = RefObject<HTMLVideoElement | null>;

/** Controls the videos of `refs`; the first leads. */
export function usePlayback(refs: readonly VideoRef[], { frames, fps }: Rate): Playback {
  const [frame, setFrame] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const [loop, setLoop] = useState(true);
  const [speed, setSpeed] = useState(1);
  const [volume, setVolume] = useState(lastVolume);
  const [muted, setMuted] = useState(lastMuted);
  const backwards = useRef<number | undefined>(undefined);
  const [lead] = refs as [VideoRef];
  const videos = useCallback(() => refs.map((ref) => ref.current).filter((video) => video !== null), [refs]);

  const stopBackwards = useCallback(() => {
    window.clearInterval(backwards.current);
    backwards.current = undefined;
  }, []);

  const seek = useCallback(
    (wanted: number) => {
      const target = Math.min(frames - 1, Math.max(0, Math.round(wanted)));
      for (const video of videos()) video.currentTime = timeOfFrame(target, fps);
      setFrame(target);
    },
    [frames, fps, videos],
  );

  const pause = useCallback(() => {
    stopBackwards();
    for (const video of videos()) video.pause();
    setSpeed(1);
    setPlaying(false);
  }, [stopBackwards, videos]);

  const play = useCallback(
    (asked = 1) => {
      stopBackwards();
      const leader = lead.current;
      if (leader === null) return;
      setSpeed(asked);
      setPlaying(true);
      if (asked < 0) {
        for (const video of videos()) video.pause();
        backwards.current = window.setInterval(() => {
          const at = frameAtTime(leader.currentTime, fps, frames);
          seek(at + Math.round((asked * fps * BACKWARDS_MS) / 1000));
          if (at === 0) pause();
        }, BACKWARDS_MS);
        return;
      }
      if (frameAtTime(leader.currentTime, fps, frames) >= frames - 1) seek(0);
      for (const video of videos()) {
        video.playbackRate = asked;
        // A video that is taken away while it begins says so; nobody needs to know.
        video.play().catch(() => undefined);
      }
    },
    [fps, frames, lead, pause, seek, stopBackwards, videos],
  );

  // The picture leads: what is told is the frame that is seen.
  useEffect(() => {
    const leader = lead.current;
    if (leader === null) return;
    let handle = 0;
    const shown = (_now: number, { mediaTime }: VideoFrameCallbackMetadata) => {
      setFrame(frameAtTime(mediaTime, fps, frames));
      for (const other of videos().slice(1)) {
        const drift = Math.abs(other.currentTime - leader.currentTime) * fps;
        if (drift > DRIFT_FRAMES && !other.seeking) other.currentTime = leader.currentTime;
      }
      handle = leader.requestVideoFrameCallback(shown);
    };
    handle = leader.requestVideoFrameCallback(shown);
    const ended = () => {
      if (leader.loop) return;
      setPlaying(false);
    };
    leader.addEventListener("ended", ended);
    return () => {
      leader.cancelVideoFrameCallback(handle);
      leader.removeEventListener("ended", ended);
      window.clearInterval(backwards.current);
    };
  }, [lead, videos, fps, frames]);

  useEffect(() => {
    lastVolume = volume;
    lastMuted = muted;
    for (const [i, video] of videos().entries()) {
      video.loop = loop;
      video.volume = volume;
      // Of clips side by side, one is heard.
      video.muted = muted || i > 0;
    }
  }, [videos, loop, volume, muted]);

  return useMemo(
    () => ({
      ...{ frame, isPlaying, loop, volume, muted, speed, play, pause, seek },
      toggle: () => (isPlaying ? pause() : play()),
      step: (count) => {
        pause();
        seek(frame + count);
      },
      shuttle: (direction) => {
        const isSame = isPlaying && Math.sign(speed) === direction;
        play(isSame ? direction * Math.min(MAX_SPEED, Math.abs(speed) * 2) : direction);
      },
      ...{ setLoop, setVolume, setMuted },
    }),
    [frame, isPlaying, loop, volume, muted, speed, play, pause, seek],
  );
}

/** Gives a video's decoder back with the component: browsers keep it as long as there is a source. */
export function useRelease(ref: VideoRef): void {
  useEffect(() => {
    const video = ref.current;
    return () => {
      video?.pause();
      video?.removeAttribute("src");
      video?.load();
    };
  }, [ref]);
}

/** Two clips in step: beside each other, or one wiped over the other. */
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { onPlayerKey } from "./keys.ts";
import classes from "./Player.module.css";
import { type PlayerClip, toggle } from "./Player.tsx";
import { usePlayback, useRelease } from "./playback.ts";
import { Transport } from "./Transport.tsx";

export type CompareMode = "beside" | "wipe";

interface Props {
  a: PlayerClip;
  b: PlayerClip;
  mode: CompareMode;
}

export function Compare({ a, b, mode }: Props) {
  const { t } = useTranslation("player");
  const frame = useRef<HTMLDivElement>(null);
  const [first, second] = [useRef<HTMLVideoElement>(null), useRef<HTMLVideoElement>(null)];
  const refs = useMemo(() => [first, second], []);
  const rate = { fps: a.fps, frames: Math.min(a.frames, b.frames) };
  const playback = usePlayback(refs, rate);
  useRelease(first);
  useRelease(second);
  const [split, setSplit] = useState(50);
  const toggleFullScreen = () => void toggle(frame.current);
  const video = (clip: PlayerClip, ref: typeof first, style?: { clipPath: string }) => (
    // biome-ignore lint/a11y/useMediaCaption: clips have no speech yet
    <video
      ref={ref}
      className={classes.video}
      src={clip.url}
      aria-label={clip.title}
      style={style}
      preload="auto"
      playsInline
      disablePictureInPicture
      onClick={playback.toggle}
    />
  );
  return (
    <section
      ref={frame}
      className={classes.player}
      aria-label={t("compare.label")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the desk work wherever the focus is in here
      tabIndex={0}
      onKeyDown={(event) => onPlayerKey(event, playback, { ...rate, toggleFullScreen })}
    >
      <div className={mode === "beside" ? classes.pair : classes.stage}>
        <div
          className={mode === "beside" ? classes.half : undefined}
          style={mode === "wipe" ? COVER : undefined}
        >
          <span className={classes.tag} data-side="a">
            A
          </span>
          {video(a, first)}
        </div>
        <div
          className={mode === "beside" ? classes.half : undefined}
          style={mode === "wipe" ? { ...COVER, pointerEvents: "none" } : undefined}
        >
          <span className={classes.tag} data-side="b">
            B
          </span>
          {video(b, second, mode === "wipe" ? { clipPath: `inset(0 0 0 ${split}%)` } : undefined)}
        </div>
        {mode === "wipe" && <Divider at={split} onMove={setSplit} />}
      </div>
      <Transport playback={playback} rate={rate} onFullScreen={toggleFullScreen} />
    </section>
  );
}

const COVER = { position: "absolute", inset: 0 } as const;
const STEPS: Record<string, number> = { ArrowLeft: -2, ArrowRight: 2, PageUp: 10, PageDown: -10 };

function Divider({ at, onMove }: { at: number; onMove: (percent: number) => void }) {
  const { t } = useTranslation("player");
  const move = (percent: number) => onMove(Math.min(100, Math.max(0, percent)));
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, width } = event.currentTarget.parentElement!.getBoundingClientRect();
    move(((event.clientX - left) / width) * 100);
  };
  const key = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(at + step);
  };
  return (
    <div
      className={classes.divider}
      style={{ left: `${at}%` }}
      role="slider"
      tabIndex={0}
      aria-label={t("compare.divider")}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(at)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={key}
    />
  );
}

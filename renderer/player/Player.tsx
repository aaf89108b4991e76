/** Plays a clip. */
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { onPlayerKey } from "./keys.ts";
import classes from "./Player.module.css";
import { type Rate, usePlayback, useRelease } from "./playback.ts";
import { Transport } from "./Transport.tsx";

export interface PlayerClip extends Rate {
  /** Relative address of the video. */
  url: string;
  width: number;
  height: number;
  /** What it shows, for those who do not see it. */
  title: string;
}

interface Props {
  clip: PlayerClip;
  /** Begins to play by itself, unless the user wants little motion. */
  autoPlay?: boolean;
  /** Told of every frame that is shown. */
  onFrame?: (frame: number) => void;
}

/** The clip's address is to be its `key`: another clip is another player. */
export function Player({ clip, autoPlay = false, onFrame }: Props) {
  const { t } = useTranslation("player");
  const frame = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const refs = useMemo(() => [video], []);
  const playback = usePlayback(refs, clip);
  useRelease(video);
  const told = useRef(-1);
  if (told.current !== playback.frame) {
    told.current = playback.frame;
    onFrame?.(playback.frame);
  }
  const toggleFullScreen = () => void toggle(frame.current);
  return (
    <section
      ref={frame}
      className={classes.player}
      aria-label={t("label")}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the desk work wherever the focus is in here
      tabIndex={0}
      onKeyDown={(event) => onPlayerKey(event, playback, { ...clip, toggleFullScreen })}
    >
      <div className={classes.stage}>
        {/* biome-ignore lint/a11y/useMediaCaption: clips have no speech yet */}
        <video
          ref={video}
          className={classes.video}
          src={clip.url}
          aria-label={clip.title}
          preload="auto"
          playsInline
          disablePictureInPicture
          onClick={playback.toggle}
          onCanPlay={() => autoPlay && !calm() && playback.frame === 0 && playback.play()}
        />
      </div>
      <Transport playback={playback} rate={clip} onFullScreen={toggleFullScreen} />
    </section>
  );
}

const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Shows an element on the whole screen, or no more. */
export async function toggle(element: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await element?.requestFullscreen();
}

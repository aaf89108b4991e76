/** An item's still, which runs through the clip while the pointer moves over it. */
import { IconMusic, IconPhoto, IconVideo } from "@tabler/icons-react";
import { type PointerEvent, type SyntheticEvent, useLayoutEffect, useRef, useState } from "react";
import type { ItemRow } from "#contract/library.ts";
import classes from "./Poster.module.css";

/** Frames in a strip of the main process. */
const FRAMES = 12;
/** Width of the main process's thumbs, and by how much they may be enlarged before it is seen. */
const THUMB_WIDTH = 240;
const ENLARGED = 1.1;
/** A pointer that only passes by loads nothing. */
const REST_MS = 80;

const ICONS = { generation: IconVideo, video: IconVideo, audio: IconMusic, picture: IconPhoto };

interface Props {
  row: ItemRow;
  /** Whether the still is to be loaded; false while the item is scrolled past. */
  isHere?: boolean;
  /** How wide it is shown, where that is little. */
  width?: number;
  scrubs?: boolean;
}

export function Poster({
  row: { id, kind },
  isHere = true,
  width = Number.POSITIVE_INFINITY,
  scrubs = true,
}: Props) {
  const still = useRef<HTMLImageElement>(null);
  const strip = useRef<HTMLDivElement>(null);
  const timer = useRef(0);
  /** The item that the pointer rests on: another one may take its place. */
  const [over, setOver] = useState<string | null>(null);
  const Icon = ICONS[kind];
  const size = width * window.devicePixelRatio <= THUMB_WIDTH * ENLARGED ? "thumbs" : "posters";
  const canScrub = scrubs && (kind === "generation" || kind === "video");
  // Never the picture of the item before.
  useLayoutEffect(() => {
    delete still.current?.dataset.shown;
  }, [id, isHere]);
  const scrub = (event: PointerEvent<HTMLDivElement>) => {
    if (strip.current === null) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const share = Math.min(0.999, Math.max(0, (event.clientX - left) / width));
    strip.current.style.setProperty("--frame", String(Math.floor(share * FRAMES)));
    strip.current.style.setProperty("--share", String(share));
  };
  return (
    <div
      className={classes.poster}
      onPointerEnter={() => {
        if (!canScrub || !still.current?.naturalWidth) return;
        timer.current = window.setTimeout(() => setOver(id), REST_MS);
      }}
      onPointerLeave={() => {
        window.clearTimeout(timer.current);
        if (over !== null) setOver(null);
      }}
      onPointerMove={canScrub ? scrub : undefined}
    >
      <Icon className={classes.icon} size={24} stroke={1.3} aria-hidden />
      {/* One element for all that pass by: each new one would wait long to be collected, with its picture. */}
      <img
        ref={still}
        className={classes.image}
        src={isHere ? `${size}/${id}.jpg` : undefined}
        alt=""
        draggable={false}
        decoding="async"
        onLoad={reveal}
      />
      {over === id && (
        <div ref={strip} className={classes.strip}>
          <img src={`strips/${id}.jpg`} alt="" draggable={false} />
          <div className={classes.head} />
        </div>
      )}
    </div>
  );
}

/** Without React: what is drawn besides does not change. */
function reveal({ currentTarget }: SyntheticEvent<HTMLImageElement>): void {
  currentTarget.dataset.shown = "";
}

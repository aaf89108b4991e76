/** An item's still, which runs through the clip while the pointer moves over it. */
import { IconMusic, IconPhoto, IconVideo } from "@tabler/icons-react";
import { type PointerEvent, useEffect, useRef, useState } from "react";
import type { ItemRow } from "#contract/library.ts";
import classes from "./Poster.module.css";

/** Frames in a strip of the main process. */
const FRAMES = 12;
/** A pointer that only passes by loads nothing. */
const REST_MS = 80;
/** Nor does an item that is scrolled past. */
const STAY_MS = 60;

const ICONS = { generation: IconVideo, video: IconVideo, audio: IconMusic, picture: IconPhoto };

export function Poster({ row, scrubs = true }: { row: ItemRow; scrubs?: boolean }) {
  const [state, setState] = useState<"loading" | "shown" | "none">("loading");
  const [isOver, setOver] = useState(false);
  const [isHere, setHere] = useState(false);
  useEffect(() => {
    const stays = window.setTimeout(() => setHere(true), STAY_MS);
    return () => window.clearTimeout(stays);
  }, []);
  const strip = useRef<HTMLDivElement>(null);
  const timer = useRef(0);
  const Icon = ICONS[row.kind];
  const canScrub = scrubs && state === "shown" && (row.kind === "generation" || row.kind === "video");
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
      data-look={row.look ?? undefined}
      onPointerEnter={() => {
        if (!canScrub) return;
        timer.current = window.setTimeout(() => setOver(true), REST_MS);
      }}
      onPointerLeave={() => {
        window.clearTimeout(timer.current);
        setOver(false);
      }}
      onPointerMove={canScrub ? scrub : undefined}
    >
      {state !== "shown" && <Icon className={classes.icon} size={24} stroke={1.3} aria-hidden />}
      {isHere && state !== "none" && (
        <img
          className={classes.image}
          src={`posters/${row.id}.jpg`}
          alt=""
          draggable={false}
          decoding="async"
          data-shown={state === "shown" || undefined}
          onLoad={() => setState("shown")}
          onError={() => setState("none")}
        />
      )}
      {isOver && canScrub && (
        <div ref={strip} className={classes.strip}>
          <img src={`strips/${row.id}.jpg`} alt="" draggable={false} />
          <div className={classes.head} />
        </div>
      )}
    </div>
  );
}

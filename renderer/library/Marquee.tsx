/** Selecting with a rectangle that is drawn from an empty place. */
import { type PointerEvent, type RefObject, useRef, useState } from "react";
import classes from "./Collection.module.css";
import type { Items } from "./items.ts";
import { change, NOTHING, useLibrary } from "./state.ts";

export interface Geometry {
  columns: number;
  cell: number;
  rowHeight: number;
  gap: number;
  padding: number;
  top: number;
}

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A click that trembles is no rectangle. */
const LEAST_PIXELS = 4;

export function useMarquee(scroller: RefObject<HTMLDivElement | null>, geometry: Geometry, items: Items) {
  const [area, setArea] = useState<Area | null>(null);
  const start = useRef<{ x: number; y: number; kept: ReadonlySet<string> } | null>(null);
  const place = (event: PointerEvent) => {
    const box = scroller.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top + scroller.current!.scrollTop };
  };
  const handlers = {
    onPointerDown(event: PointerEvent<HTMLDivElement>) {
      if (event.button !== 0 || (event.target as Element).closest('[role="option"]')) return;
      const box = event.currentTarget;
      // On the scrollbar.
      if (event.clientX - box.getBoundingClientRect().left > box.clientWidth) return;
      const keeps = event.ctrlKey || event.metaKey || event.shiftKey;
      const { selected } = useLibrary.getState();
      const kept = keeps && selected.mode === "some" ? selected.ids : new Set<string>();
      start.current = { ...place(event), kept };
      if (!keeps) change({ selected: NOTHING });
      box.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent<HTMLDivElement>) {
      if (start.current === null) return;
      const to = place(event);
      const { x, y, kept } = start.current;
      const next = {
        ...{ x: Math.min(x, to.x), y: Math.min(y, to.y) },
        ...{ width: Math.abs(to.x - x), height: Math.abs(to.y - y) },
      };
      if (area === null && next.width + next.height < LEAST_PIXELS) return;
      setArea(next);
      const ids = within(next, geometry, items.total).flatMap((index) => items.rowAt(index)?.id ?? []);
      change({ selected: { mode: "some", ids: new Set([...kept, ...ids]) } });
    },
    onPointerUp() {
      start.current = null;
      setArea(null);
    },
    onPointerCancel() {
      start.current = null;
      setArea(null);
    },
  };
  return { area, handlers };
}

/** Indices of the items that an area touches. */
function within(
  area: Area,
  { columns, cell, rowHeight, gap, padding, top }: Geometry,
  total: number,
): number[] {
  const step = cell + gap;
  const left = Math.max(0, Math.ceil((area.x - padding - cell) / step));
  const right = Math.min(columns - 1, Math.floor((area.x + area.width - padding) / step));
  const first = Math.max(0, Math.floor((area.y - top) / rowHeight));
  const last = Math.floor((area.y + area.height - top) / rowHeight);
  const found: number[] = [];
  for (let row = first; row <= last; row++) {
    for (let column = left; column <= right; column++) {
      const index = row * columns + column;
      if (index < total) found.push(index);
    }
  }
  return found;
}

export function Marquee({ area }: { area: Area | null }) {
  if (area === null) return null;
  const { x, y, width, height } = area;
  return <div className={classes.marquee} style={{ left: x, top: y, width, height }} aria-hidden />;
}

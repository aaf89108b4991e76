/** Selecting with a rectangle that is drawn from an empty place; the list scrolls where it leaves it. */
import { type PointerEvent, type RefObject, useRef, useState } from "react";
import classes from "./Collection.module.css";
import type { Items } from "./items.ts";
import { selectIndices } from "./selecting.ts";
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
/** So near to the upper and lower edge, and beyond, the list scrolls: the further, the faster. */
const EDGE = 40;
/** Pixels a frame for each pixel behind the edge, and at most. */
const PACE = 0.25;
const MOST_PACE = 40;

/** A rectangle that is being drawn. */
interface Drag {
  /** Where it began, on the sheet, which scrolls. */
  x: number;
  y: number;
  /** Where the pointer is, in the window, which does not. */
  pointer: { clientX: number; clientY: number };
  kept: ReadonlySet<string>;
  /** The next step of scrolling. */
  timer: number;
  area: Area | null;
}

export function useMarquee(scroller: RefObject<HTMLDivElement | null>, geometry: Geometry, items: Items) {
  const [area, setArea] = useState<Area | null>(null);
  const drag = useRef<Drag | null>(null);
  const latest = useRef({ geometry, items });
  latest.current = { geometry, items };
  const onSheet = ({ clientX, clientY }: Drag["pointer"]) => {
    const { left, top } = scroller.current!.getBoundingClientRect();
    const { clientWidth, scrollHeight, scrollTop } = scroller.current!;
    return {
      x: Math.min(clientWidth, Math.max(0, clientX - left)),
      y: Math.min(scrollHeight, Math.max(0, clientY - top + scrollTop)),
    };
  };
  const update = (now: Drag) => {
    const to = onSheet(now.pointer);
    const next = {
      ...{ x: Math.min(now.x, to.x), y: Math.min(now.y, to.y) },
      ...{ width: Math.abs(to.x - now.x), height: Math.abs(to.y - now.y) },
    };
    if (now.area === null && next.width + next.height < LEAST_PIXELS) return;
    now.area = next;
    setArea(next);
    const { geometry, items } = latest.current;
    const ids = within(next, geometry, items.total).flatMap((index) => items.rowAt(index)?.id ?? []);
    change({ selected: { mode: "some", ids: new Set([...now.kept, ...ids]) } });
  };
  const scroll = () => {
    const now = drag.current;
    if (now === null || scroller.current === null) return;
    const { top, bottom } = scroller.current.getBoundingClientRect();
    const { clientY } = now.pointer;
    const behind = Math.min(0, clientY - top - EDGE) + Math.max(0, clientY - bottom + EDGE);
    if (behind !== 0 && now.area !== null) {
      const before = scroller.current.scrollTop;
      scroller.current.scrollTop += Math.max(-MOST_PACE, Math.min(MOST_PACE, behind * PACE));
      if (scroller.current.scrollTop !== before) update(now);
    }
    now.timer = window.requestAnimationFrame(scroll);
  };
  const end = () => {
    const now = drag.current;
    if (now === null) return;
    window.cancelAnimationFrame(now.timer);
    drag.current = null;
    setArea(null);
    if (now.area === null) return;
    const { geometry, items } = latest.current;
    void selectIndices(items, within(now.area, geometry, items.total), now.kept);
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
      const pointer = { clientX: event.clientX, clientY: event.clientY };
      const timer = window.requestAnimationFrame(scroll);
      drag.current = { ...onSheet(pointer), pointer, kept, timer, area: null };
      if (!keeps) change({ selected: NOTHING });
      box.setPointerCapture(event.pointerId);
    },
    onPointerMove({ clientX, clientY }: PointerEvent<HTMLDivElement>) {
      if (drag.current === null) return;
      drag.current.pointer = { clientX, clientY };
      update(drag.current);
    },
    onPointerUp: end,
    onPointerCancel: end,
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

/** The items, as a grid or a list: drawn only where they are in view, selected by pointer and keyboard. */
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Collection.module.css";
import { useItemMenu } from "./ItemMenu.tsx";
import { type Items, useRows } from "./items.ts";
import { Line } from "./Line.tsx";
import { Marquee, useMarquee } from "./Marquee.tsx";
import { moveFocus, selectAt } from "./selecting.ts";
import { change, NOTHING, useLibrary } from "./state.ts";

const GAP = 16;
const PADDING = 24;
/** Title and details below a picture of 16:9. */
const CAPTION = 52;
const LIST_ROW = 56;
const LIST_PICTURE = 72;
/** Rows before and after those in view that are drawn with them. */
const OVERSCAN = 2;

export function Collection({ items, onOpen }: { items: Items; onOpen: () => void }) {
  const { t, i18n } = useTranslation("library");
  const { query, view, tile, selected, focus } = useLibrary();
  const { ref: sizeRef, width, height } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(scroller, sizeRef);
  const inner = Math.max(0, width - 2 * PADDING);
  const columns = view === "list" ? 1 : Math.max(1, Math.floor((inner + GAP) / (tile + GAP)));
  const cell = (inner - GAP * (columns - 1)) / columns;
  const rowHeight = view === "list" ? LIST_ROW : Math.round((cell * 9) / 16) + CAPTION + GAP;
  const rows = useVirtualizer({
    count: Math.ceil(items.total / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    paddingStart: 8,
    paddingEnd: PADDING,
  });
  const drawn = rows.getVirtualItems();
  const first = (drawn[0]?.index ?? 0) * columns;
  const last = Math.min(items.total - 1, ((drawn.at(-1)?.index ?? 0) + 1) * columns - 1);
  const rowAt = useRows(items, first, last);
  useEffect(() => rows.measure(), [rowHeight, columns]);
  useSteadyTop(rows, rowHeight, columns);
  // When the place is measured and the item is counted: also on coming back, or from another workspace.
  const isReady = width > 0 && focus < items.total;
  const columnsNow = useRef(columns);
  columnsNow.current = columns;
  useEffect(() => {
    if (isReady && query) rows.scrollToIndex(Math.floor(focus / columnsNow.current), { align: "auto" });
  }, [focus, rows, query, isReady]);

  const geometry = { columns, cell, rowHeight, gap: view === "list" ? 0 : GAP, padding: PADDING, top: 8 };
  const marquee = useMarquee(scroller, geometry, items);
  const { onContextMenu, menu } = useItemMenu(items);
  const onKeyDown = (event: KeyboardEvent) => {
    const visible = Math.max(1, Math.floor(height / rowHeight));
    if (moveFocus(event, items, columns, visible)) event.preventDefault();
    else if (event.key === " ") {
      event.preventDefault();
      onOpen();
    } else if (event.key === "Enter") onOpen();
    else if (event.key === "Escape") change({ selected: NOTHING });
  };
  const latest = useRef(items);
  latest.current = items;
  const onSelect = useCallback(
    (index: number, event: MouseEvent) => void selectAt(latest.current, index, event),
    [],
  );
  // Rows that leave the view come back as those that enter it: changing one costs a fraction of making one.
  const lines = Math.ceil(height / rowHeight) + 2 * OVERSCAN + 2;
  return (
    <>
      <div
        ref={ref}
        className={classes.scroller}
        role="listbox"
        aria-label={t("items")}
        aria-multiselectable
        aria-activedescendant={items.total > 0 ? `item-${focus}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
        {...marquee.handlers}
      >
        <div className={classes.sheet} style={{ height: rows.getTotalSize() }} role="presentation">
          {drawn.map(({ index, start }) => (
            <Line
              key={index % lines}
              index={index}
              top={start}
              height={rowHeight}
              pictureWidth={view === "list" ? LIST_PICTURE : cell}
              pictureHeight={rowHeight - GAP - CAPTION}
              view={view}
              columns={columns}
              total={items.total}
              language={i18n.language}
              rowAt={rowAt}
              selected={selected}
              focus={Math.floor(focus / columns) === index ? focus : null}
              onSelect={onSelect}
              onOpen={onOpen}
            />
          ))}
          <Marquee area={marquee.area} />
        </div>
      </div>
      {/* Beside the list: what is done in the menu is not done to the list. */}
      {menu}
    </>
  );
}

/** What is at the top stays there when the number of columns changes. */
function useSteadyTop(rows: Virtualizer<HTMLDivElement, Element>, rowHeight: number, columns: number): void {
  const before = useRef({ columns, item: 0 });
  useLayoutEffect(() => {
    const { current } = before;
    if (current.columns !== columns) {
      rows.measure();
      rows.scrollToOffset(Math.floor(current.item / columns) * rowHeight);
      current.columns = columns;
    } else {
      current.item = Math.round((rows.scrollOffset ?? 0) / rowHeight) * columns;
    }
  });
}

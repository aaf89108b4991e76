/** One row of the grid or the list, drawn anew only when something of it changes. */
import { type MouseEvent, memo, useEffect, useState } from "react";
import type { ItemRow } from "#contract/library.ts";
import classes from "./Collection.module.css";
import { ListRow } from "./ListRow.tsx";
import { isSelected, type Selected, type View } from "./state.ts";
import { Tile } from "./Tile.tsx";

/** Of a row that is only scrolled past, no picture is loaded. */
const STAY_MS = 60;

interface Props {
  index: number;
  /** Where it lies, and how high it is. */
  top: number;
  height: number;
  pictureWidth: number;
  pictureHeight: number;
  view: View;
  columns: number;
  /** Of all items. */
  total: number;
  /** Dates and words change with the language. */
  language: string;
  rowAt: (index: number) => ItemRow | undefined;
  selected: Selected;
  /** Index of the item that the keyboard is at, if it is in this row. */
  focus: number | null;
  /** The same function from drawing to drawing, as `onOpen`. */
  onSelect: (index: number, event: MouseEvent) => void;
  onOpen: () => void;
}

export const Line = memo(function Line(props: Props) {
  const { index: line, top, height, view, columns, total, rowAt, selected, focus } = props;
  const stays = useStays(line);
  const Item = view === "list" ? ListRow : Tile;
  return (
    <div
      role="presentation"
      className={view === "list" ? classes.line : classes.row}
      style={{
        transform: `translateY(${top}px)`,
        gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
        height,
      }}
    >
      {Array.from({ length: Math.min(columns, total - line * columns) }, (_, column) => {
        const index = line * columns + column;
        const row = rowAt(index);
        return (
          <Item
            // The places stay, what is in them changes.
            key={`place-${column}`}
            id={`item-${index}`}
            row={row}
            index={index}
            total={total}
            width={props.pictureWidth}
            height={props.pictureHeight}
            language={props.language}
            isHere={stays}
            isSelected={row !== undefined && isSelected(selected, row.id)}
            isFocused={index === focus}
            onSelect={props.onSelect}
            onOpen={props.onOpen}
          />
        );
      })}
    </div>
  );
});

/** Whether this is the same line for a moment already. */
function useStays(line: number): boolean {
  const [stayed, setStayed] = useState<number | null>(null);
  useEffect(() => {
    const stays = window.setTimeout(() => setStayed(line), STAY_MS);
    return () => window.clearTimeout(stays);
  }, [line]);
  return stayed === line;
}

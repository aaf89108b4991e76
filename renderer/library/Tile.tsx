/** One item of the grid. Hundreds pass by in a second of scrolling: as few elements and hooks as will do. */
import { type MouseEvent, memo } from "react";
import type { ItemRow } from "#contract/library.ts";
import { day, duration, sceneryLabel } from "./format.ts";
import { Poster } from "./Poster.tsx";
import { StarsShown } from "./Stars.tsx";
import classes from "./Tile.module.css";

export interface ItemProps {
  id: string;
  /** Undefined until it is loaded. */
  row: ItemRow | undefined;
  index: number;
  total: number;
  /** Of the picture. */
  width: number;
  height: number;
  language: string;
  /** Whether its picture is to be loaded. */
  isHere: boolean;
  isSelected: boolean;
  isFocused: boolean;
  /** The same function from drawing to drawing, as `onOpen`: an item that did not change is not drawn again. */
  onSelect: (index: number, event: MouseEvent) => void;
  onOpen: () => void;
}

/** What a screen reader and the list are told of an item. */
export function optionOf({ id, row, index, total, isSelected, onSelect, onOpen }: ItemProps) {
  return {
    id,
    role: "option",
    "aria-selected": isSelected,
    // Until it is loaded, it has no words of its own.
    ...(row === undefined && { "aria-label": String(index + 1) }),
    "aria-setsize": total,
    "aria-posinset": index + 1,
    onClick: (event: MouseEvent) => onSelect(index, event),
    onDoubleClick: onOpen,
  };
}

export const Tile = memo(function Tile(props: ItemProps) {
  const { row, width, height, isHere, isSelected, isFocused } = props;
  return (
    <div
      {...optionOf(props)}
      className={classes.tile}
      data-selected={isSelected || undefined}
      data-focused={isFocused || undefined}
    >
      <div className={classes.picture} style={{ height }}>
        {row !== undefined && <Poster row={row} isHere={isHere} width={width} />}
        {row?.seconds != null && <span className={classes.length}>{duration(row.seconds)}</span>}
      </div>
      <div className={classes.title}>{row?.title}</div>
      <div className={classes.details}>
        {row !== undefined && (
          <>
            <span className={classes.words}>
              {row.look === null ? day(row.createdAt) : `${day(row.createdAt)} · ${sceneryLabel(row.look)}`}
            </span>
            <StarsShown rating={row.rating} />
          </>
        )}
      </div>
    </div>
  );
});

/** One item of the list. */
import i18next from "i18next";
import { memo } from "react";
import { duration, moment, sceneryLabel } from "./format.ts";
import classes from "./ListRow.module.css";
import { Poster } from "./Poster.tsx";
import { StarsShown } from "./Stars.tsx";
import { type ItemProps, optionOf } from "./Tile.tsx";

export const ListRow = memo(function ListRow(props: ItemProps) {
  const { row, width, isHere, isSelected, isFocused } = props;
  return (
    <div
      {...optionOf(props)}
      className={classes.row}
      data-selected={isSelected || undefined}
      data-focused={isFocused || undefined}
    >
      <div className={classes.picture}>
        {row !== undefined && <Poster row={row} isHere={isHere} width={width} scrubs={false} />}
      </div>
      <span className={classes.title}>{row?.title}</span>
      {row !== undefined && (
        <>
          <span className={classes.stars}>
            <StarsShown rating={row.rating} />
          </span>
          <span className={classes.word}>
            {row.look === null ? i18next.t(`library:kinds.${row.kind}`) : sceneryLabel(row.look)}
          </span>
          <span className={classes.length}>{row.seconds === null ? "" : duration(row.seconds)}</span>
          <span className={classes.date}>{moment(row.createdAt)}</span>
        </>
      )}
    </div>
  );
});

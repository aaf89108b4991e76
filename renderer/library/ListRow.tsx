/** One item of the list. */
import { Skeleton } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { duration, moment, sceneryLabel } from "./format.ts";
import classes from "./ListRow.module.css";
import { Poster } from "./Poster.tsx";
import { StarsShown } from "./Stars.tsx";
import { type ItemProps, optionOf } from "./Tile.tsx";

export const ListRow = memo(function ListRow(props: ItemProps) {
  const { t } = useTranslation("library");
  const { row, isSelected, isFocused } = props;
  return (
    <div
      {...optionOf(props)}
      className={classes.row}
      data-selected={isSelected || undefined}
      data-focused={isFocused || undefined}
    >
      <div className={classes.picture}>
        {row === undefined ? <Skeleton height="100%" /> : <Poster row={row} scrubs={false} />}
      </div>
      {row === undefined ? (
        <Skeleton height={10} width="40%" />
      ) : (
        <>
          <span className={classes.title}>{row.title}</span>
          <span className={classes.stars}>
            <StarsShown rating={row.rating} />
          </span>
          <span className={classes.word}>
            {row.look === null ? t(`kinds.${row.kind}`) : sceneryLabel(row.look)}
          </span>
          <span className={classes.length}>{row.seconds === null ? "" : duration(row.seconds)}</span>
          <span className={classes.date}>{moment(row.createdAt)}</span>
        </>
      )}
    </div>
  );
});

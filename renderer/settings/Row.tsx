/** One setting: what it is and does at the left, its control at the right. Hidden when a search does not mean it. */
import type { ReactNode } from "react";
import { useId } from "react";
import classes from "./Row.module.css";
import { useSettingsView } from "./section.ts";

interface RowProps {
  label: string;
  description?: ReactNode;
  /** Further words that a search may use. */
  words?: string;
  /** The control; given the ids of label and description, for screen readers. */
  children?: ReactNode | ((ids: { labelId: string }) => ReactNode);
  /** Below, over the whole width. */
  below?: ReactNode;
}

export function Row({ label, description, words = "", children, below }: RowProps) {
  const labelId = useId();
  const search = useSettingsView((view) => view.search);
  const text = [label, typeof description === "string" ? description : "", words].join(" ");
  if (!isMeant(text, search)) return null;
  return (
    <div className={classes.row} data-setting>
      <div className={classes.line}>
        <div className={classes.words}>
          <div className={classes.label} id={labelId}>
            {label}
          </div>
          {description && <div className={classes.description}>{description}</div>}
        </div>
        {children && (
          <div className={classes.control}>
            {typeof children === "function" ? children({ labelId }) : children}
          </div>
        )}
      </div>
      {below}
    </div>
  );
}

/** Rows that belong together, on one surface. */
export function Rows({
  title,
  isDense,
  children,
}: {
  title?: string;
  isDense?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={classes.group} aria-label={title} data-dense={isDense}>
      {title && <h2 className={classes.title}>{title}</h2>}
      <div className={classes.rows}>{children}</div>
    </section>
  );
}

/** Whether a text has every word of a search. */
export function isMeant(text: string, search: string): boolean {
  const lower = text.toLocaleLowerCase();
  return search
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

/** One bar for everything on the disk, and what its parts are. */
import { useTranslation } from "react-i18next";
import type { StorageReport, UsageKind } from "#contract/storage.ts";
import { Row, Rows } from "../settings/Row.tsx";
import { formatBytes } from "../ui/format.ts";
import classes from "./UsageBar.module.css";

/** Parts of the bar: kinds that belong together, in the order of what is the user's own. */
const PARTS = {
  video: ["video"],
  audio: ["audio"],
  pictures: ["pictures", "other-media"],
  proxies: ["proxies"],
  trash: ["trash"],
  packs: ["pack", "downloads"],
  cache: ["cache", "previews"],
  rest: ["library", "projects", "logs"],
} as const satisfies Record<string, readonly UsageKind[]>;
type Part = keyof typeof PARTS;

export function UsageBar({ report }: { report: StorageReport }) {
  const { t } = useTranslation("storage");
  const parts = (Object.keys(PARTS) as Part[]).map((part) => {
    const kinds: readonly UsageKind[] = PARTS[part];
    const usages = report.usages.filter(({ kind }) => kinds.includes(kind));
    return { part, bytes: usages.reduce((sum, { bytes }) => sum + bytes, 0), usages };
  });
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const shown = parts.filter(({ bytes }) => bytes > 0);
  const free = report.places.find(({ place }) => place === "media")?.freeBytes;
  return (
    <Rows>
      <Row
        label={t("total", { size: formatBytes(total) })}
        description={free == null ? undefined : t("free", { size: formatBytes(free) })}
        words="storage disk 存储 磁盘"
        below={
          <>
            <div className={classes.bar} aria-hidden>
              {shown.map(({ part, bytes }) => (
                <div key={part} className={classes.piece} data-part={part} style={{ flexGrow: bytes }} />
              ))}
            </div>
            <ul className={classes.legend}>
              {shown.map(({ part, bytes, usages }) => (
                <li key={part} className={classes.entry}>
                  <span className={classes.dot} data-part={part} aria-hidden />
                  <span className={classes.name}>
                    {t(`parts.${part}`)}
                    {part === "packs" && <PackNames names={usages.map(({ name }) => name)} />}
                  </span>
                  <span className={classes.size}>{formatBytes(bytes)}</span>
                </li>
              ))}
            </ul>
          </>
        }
      />
    </Rows>
  );
}

function PackNames({ names }: { names: readonly string[] }) {
  const known = names.filter((name) => name !== "");
  return known.length > 0 && <span className={classes.names}>{known.join(", ")}</span>;
}

/** A pack in the list: what it is, what it needs, how fast it is here, and whether it can run at all. */
import { Badge, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PackSummary } from "#contract/ipc/packs.ts";
import { formatBytes, formatSeconds } from "../ui/format.ts";
import { iconOf } from "./kinds.ts";
import classes from "./PacksWorkspace.module.css";

interface Props {
  pack: PackSummary;
  isChosen: boolean;
  onChoose: () => void;
}

export function PackRow({ pack, isChosen, onChoose }: Props) {
  const { t } = useTranslation("packs");
  const { name, kind, bytes, licence, leastMemory, speed, builtIn, damage, cannotRun } = pack;
  const Icon = iconOf(kind);
  const facts = [
    t(`kinds.${kind ?? "unknown"}`),
    bytes !== null && formatBytes(bytes),
    leastMemory !== null && t("list.memory", { size: formatBytes(leastMemory) }),
    licence,
  ].filter(Boolean);
  return (
    <li>
      <UnstyledButton className={classes.row} aria-pressed={isChosen} onClick={onChoose}>
        <span className={classes.icon}>
          <Icon size={20} stroke={1.6} aria-hidden />
        </span>
        <span style={{ minWidth: 0 }}>
          <div className={classes.name}>{name}</div>
          <div className={classes.facts}>{facts.join(" · ")}</div>
        </span>
        <span className={classes.speed}>
          {builtIn && cannotRun.length === 0 && (
            <Badge variant="default" size="sm" tt="none" fw={500}>
              {t("list.builtIn")}
            </Badge>
          )}
          {damage !== "" && (
            <Badge color="red" variant="light" size="sm" tt="none" fw={500}>
              {t("list.damaged")}
            </Badge>
          )}
          {cannotRun.length > 0 && (
            <Badge variant="outline" color="gray" size="sm" tt="none" fw={500}>
              {t("list.cannotRun")}
            </Badge>
          )}
          {damage === "" && cannotRun.length === 0 && speed && (
            <span>
              {t(speed.width ? "list.step" : "list.run", { time: formatSeconds(speed.stepMs / 1000) })}
            </span>
          )}
        </span>
      </UnstyledButton>
    </li>
  );
}

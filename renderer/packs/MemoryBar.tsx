/** What memory a pack needs, against what this machine has. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { PackMemory } from "#contract/pack.ts";
import { useCall } from "../app/calls.ts";
import { formatBytes } from "../ui/format.ts";
import classes from "./MemoryBar.module.css";

export function MemoryBar({ memory: { least, whole } }: { memory: PackMemory }) {
  const { t } = useTranslation("packs");
  const { data: machine } = useCall("machine.get", undefined);
  if (machine === undefined) return null;
  const all = Math.max(machine.memory, whole);
  const verdict = whole <= machine.freeMemory ? "fits" : least <= machine.freeMemory ? "parts" : "tight";
  return (
    <section>
      <h3 className={classes.title}>{t("memory.title")}</h3>
      <div className={classes.bar} aria-hidden>
        <div className={classes.whole} style={{ width: `${(100 * whole) / all}%` }} />
        <div className={classes.least} style={{ width: `${(100 * least) / all}%` }} />
      </div>
      <Text size="sm" mt={8}>
        {t(`memory.${verdict}`)}
      </Text>
      <Text size="xs" c="dimmed">
        {t("memory.facts", {
          least: formatBytes(least),
          whole: formatBytes(whole),
          free: formatBytes(machine.freeMemory),
          all: formatBytes(machine.memory),
        })}
      </Text>
    </section>
  );
}

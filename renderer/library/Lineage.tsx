/** Which item came from which, as a tree. */
import { Button } from "@mantine/core";
import { IconCircleDashed, IconCornerDownRight, IconMovie, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { LineageNode } from "#contract/library.ts";
import { useCall } from "../app/calls.ts";
import classes from "./Inspector.module.css";
import { change, changeQuery } from "./state.ts";

/** A deep tree would leave no room for words. */
const DEEPEST_INDENT = 6;

export function Lineage({ id }: { id: string }) {
  const { t } = useTranslation("library");
  const { data: family } = useCall("library.lineage", { id });
  if (family === undefined || family.length < 2) return null;
  const hasDescendants = family.some(({ parent }) => parent === id);
  return (
    <section>
      <h3 className={classes.heading}>{t("lineage.title")}</h3>
      {inOrder(family).map(({ node, depth }) => (
        <Node key={node.id} node={node} depth={depth} isThis={node.id === id} />
      ))}
      {hasDescendants && (
        <Button size="compact-sm" variant="subtle" mt={8} onClick={() => changeQuery({ descendantsOf: id })}>
          {t("lineage.descendants")}
        </Button>
      )}
    </section>
  );
}

function Node({ node, depth, isThis }: { node: LineageNode; depth: number; isThis: boolean }) {
  const { t } = useTranslation("library");
  const Icon = {
    here: depth === 0 ? IconMovie : IconCornerDownRight,
    trash: IconTrash,
    erased: IconCircleDashed,
  }[node.state];
  const text = node.state === "erased" ? t("lineage.erased") : node.title;
  return (
    <button
      type="button"
      className={classes.node}
      style={{ paddingLeft: 8 + Math.min(depth, DEEPEST_INDENT) * 16 }}
      aria-current={isThis ? "true" : undefined}
      disabled={node.state === "erased"}
      onClick={() => change({ selected: { mode: "some", ids: new Set([node.id]) } })}
    >
      <Icon size={14} stroke={1.6} aria-hidden />
      <span>{text}</span>
    </button>
  );
}

/** Parents before their children, oldest first, with how deep each lies. */
function inOrder(family: readonly LineageNode[]): { node: LineageNode; depth: number }[] {
  const ids = new Set(family.map(({ id }) => id));
  const children = Map.groupBy(family, ({ parent }) => (parent !== null && ids.has(parent) ? parent : null));
  const ordered: { node: LineageNode; depth: number }[] = [];
  const add = (parent: string | null, depth: number) => {
    for (const node of children.get(parent) ?? []) {
      ordered.push({ node, depth });
      add(node.id, depth + 1);
    }
  };
  add(null, 0);
  return ordered;
}

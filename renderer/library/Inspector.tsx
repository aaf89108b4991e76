/** The item that is selected, in full. */
import { ScrollArea, Skeleton, Stack, Text } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ItemDetails } from "#contract/library.ts";
import { useCall } from "../app/calls.ts";
import { ActionButton } from "../ui/ActionButton.tsx";
import { MoreActions } from "../ui/MoreActions.tsx";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { rate } from "./changes.ts";
import { Facts } from "./Facts.tsx";
import classes from "./Inspector.module.css";
import { Lineage } from "./Lineage.tsx";
import { Poster } from "./Poster.tsx";
import { StarsInput } from "./Stars.tsx";
import { StoryboardView } from "./StoryboardView.tsx";
import { change, selectedCount, useLibrary } from "./state.ts";
import { Tags } from "./Tags.tsx";

export function Inspector({ total }: { total: number }) {
  const { t } = useTranslation("library");
  const selected = useLibrary((state) => state.selected);
  const count = selectedCount(selected, total);
  const [id] = selected.mode === "some" && selected.ids.size === 1 ? selected.ids : [];
  return (
    <aside className={classes.inspector} aria-label={t("inspector.label")}>
      {id === undefined ? (
        <div className={classes.nothing}>
          <IconInfoCircle size={20} stroke={1.5} aria-hidden />
          <Text size="sm" c="dimmed" ta="center">
            {count > 1 ? t("inspector.several", { count }) : t("inspector.nothing")}
          </Text>
        </div>
      ) : (
        <Inspected key={id} id={id} />
      )}
    </aside>
  );
}

function Inspected({ id }: { id: string }) {
  const { data, error, refetch } = useCall("library.item", { id });
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data === undefined) {
    return (
      <Stack p="md" gap="sm">
        <Skeleton height={160} />
        <Skeleton height={12} />
        <Skeleton height={12} width="70%" />
      </Stack>
    );
  }
  return (
    <ScrollArea h="100%" type="auto" scrollbarSize={8}>
      <Stack p="md" gap="lg">
        <Head item={data} />
        {data.trashedAt === null && <Tags item={data} />}
        {data.generation !== null && <StoryboardView storyboard={data.generation.storyboard} />}
        <Facts item={data} />
        <Lineage id={id} />
      </Stack>
    </ScrollArea>
  );
}

function Head({ item }: { item: ItemDetails }) {
  const { t } = useTranslation("library");
  const isHere = item.trashedAt === null;
  return (
    <Stack gap="sm">
      <button
        type="button"
        className={classes.picture}
        aria-label={t("look.open")}
        onClick={() => change({ isLooking: true })}
      >
        <Poster row={item} />
      </button>
      <Text className={classes.prompt} data-selectable>
        {item.title}
      </Text>
      {isHere && (
        <StarsInput rating={item.rating} onRate={(rating) => void rate({ ids: [item.id] }, rating)} />
      )}
      {isHere && (
        <div className={classes.actions}>
          <ActionButton id="item.remix" justify="flex-start" />
          <ActionButton id="item.variation" label={t("action.variation")} justify="flex-start" />
          <ActionButton id="library.look" justify="flex-start" />
          <ActionButton id="library.export" label={t("action.export")} justify="flex-start" />
          <div className={classes.wide}>
            <ActionButton id="item.saveCopy" justify="flex-start" flex={1} />
            <MoreActions ids={MORE_ACTIONS} label={t("inspector.more")} position="bottom-end" />
          </div>
        </div>
      )}
    </Stack>
  );
}

const MORE_ACTIONS = [["item.reuse", "item.startFrom"], ["item.reveal"], ["library.trash"]] as const;

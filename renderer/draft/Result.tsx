/** A finished draft: the clip, what made it, and where one goes from here. */
import { Button, Skeleton, Text } from "@mantine/core";
import { IconArrowsSplit2, IconGitBranch, IconLayoutGrid, IconSparkles, IconX } from "@tabler/icons-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Clip } from "#contract/queue.ts";
import { useCall } from "../app/calls.ts";
import { Player, type PlayerClip, seeFrame } from "../player/index.ts";
import { ActionButton } from "../ui/ActionButton.tsx";
import { MoreActions } from "../ui/MoreActions.tsx";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { Notes } from "./Notes.tsx";
import { show, useQueue } from "./queue.ts";
import classes from "./Result.module.css";
import { submit, submitVariations, VARIATION_SECONDS } from "./submit.ts";
import { randomSeed, remixFrom, wishOfClip } from "./wish.ts";

export function Result({ generation }: { generation: string }) {
  const { data: clip, error, refetch } = useCall("queue.clip", { id: generation });
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (clip === undefined) return <Skeleton className={classes.loading} />;
  return <ClipResult key={clip.id} clip={clip} />;
}

function ClipResult({ clip }: { clip: Clip }) {
  const { t } = useTranslation("draft");
  const frame = useRef(0);
  return (
    <article className={classes.result} aria-label={clip.request.prompt}>
      <div className={classes.player}>
        <Player
          key={clip.url}
          clip={playerClip(clip)}
          autoPlay
          onFrame={(shown) => {
            frame.current = shown;
            seeFrame(clip.id, shown);
          }}
        />
      </div>
      <div className={classes.about}>
        <Text className={classes.words} lineClamp={2} title={clip.request.prompt} data-selectable>
          {clip.request.prompt}
        </Text>
        <Facts clip={clip} />
      </div>
      <div className={classes.actions}>
        <Act
          icon={<IconSparkles size={16} stroke={1.6} aria-hidden />}
          onClick={() => void submit({ ...wishOfClip(clip), seed: randomSeed() })}
        >
          {t("result.variation")}
        </Act>
        <Act
          icon={<IconLayoutGrid size={16} stroke={1.6} aria-hidden />}
          onClick={() => void submitVariations(wishOfClip(clip), 4)}
        >
          {t("result.seeds", { count: 4, seconds: VARIATION_SECONDS })}
        </Act>
        <Act
          icon={<IconGitBranch size={16} stroke={1.6} aria-hidden />}
          onClick={() => remixFrom(clip, frame.current)}
        >
          {t("result.remix")}
        </Act>
        <Act
          icon={<IconArrowsSplit2 size={16} stroke={1.6} aria-hidden />}
          onClick={() => useQueue.setState({ comparing: clip.id })}
        >
          {t("result.compare")}
        </Act>
        <span className={classes.gap} />
        <ActionButton id="item.saveCopy" />
        <MoreActions ids={MORE_ACTIONS} label={t("result.more")} position="top-end" />
      </div>
      <ComparePrompt />
      <Notes notes={clip.notes} />
    </article>
  );
}

export function playerClip({ url, width, height, fps, frames, request }: Clip): PlayerClip {
  return { url, width, height, fps, frames, title: request.prompt };
}

function Act({ icon, onClick, children }: { icon: ReactNode; onClick: () => void; children: string }) {
  return (
    <Button variant="default" size="xs" leftSection={icon} onClick={onClick}>
      {children}
    </Button>
  );
}

function Facts({ clip: { request, frames, fps, width, height, parent } }: { clip: Clip }) {
  const { t } = useTranslation("draft");
  const facts = [
    t("time.seconds", { seconds: frames / fps }),
    `${width} × ${height}`,
    t("result.seed", { seed: request.seed }),
    request.pack,
    ...(parent === null ? [] : [t("result.isRemix")]),
  ];
  return (
    <Text size="xs" c="dimmed" className={classes.facts}>
      {facts.join("  ·  ")}
    </Text>
  );
}

/** What else can be done with the clip that is shown, by the ids of the actions. */
const MORE_ACTIONS = [
  ["item.reuse", "item.startFrom"],
  ["item.reveal", "item.showInLibrary"],
] as const;

/** While a second clip to compare with is being chosen. */
function ComparePrompt() {
  const { t } = useTranslation("draft");
  const comparing = useQueue((queue) => queue.comparing);
  if (comparing === null) return null;
  return (
    <div className={classes.comparePrompt} role="status">
      <Text size="sm">{t("compare.choose")}</Text>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconX size={14} stroke={1.6} aria-hidden />}
        onClick={() => useQueue.setState({ comparing: null })}
      >
        {t("compare.cancel")}
      </Button>
    </div>
  );
}

/** Shows a finished job; while comparing, beside the clip that was chosen before. */
export function choose(job: string, generation: string | null): void {
  const { comparing } = useQueue.getState();
  const isSecond = comparing !== null && generation !== null && generation !== comparing;
  if (isSecond) useQueue.setState({ comparing: null });
  show(isSecond ? { compare: [comparing, generation] } : { job });
}

/** Everything about one pack: what it does, where it runs and why not elsewhere, its needs, speed and licence. */
import { Badge, Button, Group, Modal, ScrollArea, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconCheck, IconFileCheck, IconTrash, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PackDetail } from "#contract/ipc/packs.ts";
import type { PackKind } from "#contract/pack.ts";
import { useCall, useCallMutation } from "../app/calls.ts";
import { formatBytes, formatSeconds } from "../ui/format.ts";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { whyWords } from "../ui/problem-words.ts";
import { PROVIDER_NAMES } from "../ui/providers.ts";
import { toast, toastProblem } from "../ui/toasts.tsx";
import { iconOf } from "./kinds.ts";
import { MemoryBar } from "./MemoryBar.tsx";
import classes from "./PackDetailPanel.module.css";

/** The kinds that a draft can be painted with. */
const DRAFTING: readonly PackKind[] = ["painter", "image", "motion"];

export function PackDetailPanel({ id }: { id: string }) {
  const { data: detail, error } = useCall("packs.get", { id });
  if (error) {
    return (
      <div className={classes.panel}>
        <ProblemNotice error={error} />
        <RemoveButton id={id} name={id} keeps={null} />
      </div>
    );
  }
  if (detail === undefined) return <Skeleton m="lg" h={320} radius="lg" />;
  return <Detail detail={detail} />;
}

function Detail({ detail }: { detail: PackDetail }) {
  const { t } = useTranslation("packs");
  const { summary, card, folder, files, providers, licenceText } = detail;
  const { builtIn, name, kind, cannotRun } = summary;
  const { speed, abilities, source, revision } = card;
  const Icon = iconOf(kind);
  const { data: machine } = useCall("machine.get", undefined);
  const here = machine?.providers.map(({ provider }) => provider);
  const verify = useCallMutation("packs.verify", { onError: toastProblem });
  return (
    <article className={classes.panel} aria-label={name}>
      <Group gap="md" wrap="nowrap" align="flex-start">
        <span className={classes.icon}>
          <Icon size={28} stroke={1.5} aria-hidden />
        </span>
        <div>
          <Title order={2}>{name}</Title>
          <Text c="dimmed" size="sm">
            {t(`kinds.${kind ?? "unknown"}`)} · {t(`uses.${kind ?? "unknown"}`)}
          </Text>
        </div>
      </Group>
      {builtIn && <Text className={classes.honest}>{t("detail.honest")}</Text>}
      {cannotRun.length > 0 && (
        <div className={classes.cannot} role="note">
          <Text fw={500}>{t("detail.cannotRun")}</Text>
          <Text size="sm" c="dimmed">
            {t("detail.cannotRunNote")}
          </Text>
        </div>
      )}
      {!builtIn && (
        <Group gap="sm">
          <Button
            variant="default"
            leftSection={<IconFileCheck size={16} stroke={1.6} aria-hidden />}
            onClick={() => verify.mutate({ id: summary.id })}
          >
            {t("detail.verify")}
          </Button>
          <RemoveButton id={summary.id} name={name} keeps={card.location ?? null} />
        </Group>
      )}
      {card.memory && <MemoryBar memory={card.memory} />}
      <Part title={t("detail.runs")}>
        <Stack gap={0}>
          {providers
            .filter(({ provider }) => here?.includes(provider) ?? false)
            .map(({ provider, runs, ...why }) => (
              <div key={provider} className={classes.provider}>
                {runs ? (
                  <IconCheck size={16} className={classes.yes} aria-label={t("detail.yes")} />
                ) : (
                  <IconX size={16} className={classes.no} aria-label={t("detail.no")} />
                )}
                <span className={classes.providerName}>{PROVIDER_NAMES[provider]}</span>
                <span className={classes.reason}>{whyWords(why)}</span>
              </div>
            ))}
        </Stack>
      </Part>
      <Part title={t("detail.facts")}>
        <dl className={classes.facts}>
          {speed && (
            <Fact name={t("detail.speed")}>
              {t("detail.speedText", {
                time: formatSeconds(speed.stepMs / 1000),
                load: formatSeconds(speed.loadMs / 1000),
                provider: PROVIDER_NAMES[speed.provider],
              })}
            </Fact>
          )}
          {kind !== null && DRAFTING.includes(kind) && <DraftTime pack={summary.id} />}
          {abilities?.size && (
            <Fact name={t("detail.size")}>
              {`${abilities.size.width}×${abilities.size.height}`}
              {abilities.size.fixed && ` (${t("detail.sizeFixed")})`}
            </Fact>
          )}
          {abilities?.steps !== undefined && <Fact name={t("detail.steps")}>{abilities.steps}</Fact>}
          {abilities?.guidance !== undefined && <Fact name={t("detail.guidance")}>{abilities.guidance}</Fact>}
          {abilities?.scheduler && (
            <Fact name={t("detail.scheduler")}>
              {abilities.scheduler.name}
              {abilities.scheduler.assumed && ` (${t("detail.assumed")})`}
            </Fact>
          )}
          {card.bytes !== undefined && (
            <Fact name={t("detail.disk")}>
              {t("detail.diskText", { size: formatBytes(card.bytes), files })}
            </Fact>
          )}
          {!builtIn && (
            <Fact name={t("detail.folder")}>
              <span data-selectable>{folder}</span>
              {card.location !== undefined && (
                <Badge ml={8} size="sm" variant="default" tt="none">
                  {t("detail.inPlace")}
                </Badge>
              )}
            </Fact>
          )}
          {source && !builtIn && (
            <Fact name={t("detail.source")}>
              <span data-selectable>{revision ? `${source} @ ${revision.slice(0, 12)}` : source}</span>
            </Fact>
          )}
        </dl>
      </Part>
      <Part title={t("detail.licence")}>
        <Text size="sm">{card.licence ?? t("detail.noLicence")}</Text>
        {licenceText && (
          <ScrollArea.Autosize mah={240} className={classes.licence} tabIndex={0}>
            <pre data-selectable>{licenceText}</pre>
          </ScrollArea.Autosize>
        )}
      </Part>
    </article>
  );
}

/** What drafts with this pack took here; nothing as long as there were none. */
function DraftTime({ pack }: { pack: string }) {
  const { t } = useTranslation("packs");
  const { data } = useCall("queue.estimate", { prompt: "-", seconds: 10, pack });
  if (!data?.ms) return null;
  return (
    <Fact name={t("detail.draftTime")}>
      {t("detail.draftTimeText", { time: formatSeconds(data.ms / 1000) })}
    </Fact>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className={classes.title}>{title}</h3>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** Asks before it removes, and says what stays. */
function RemoveButton({ id, name, keeps }: { id: string; name: string; keeps: string | null }) {
  const { t } = useTranslation("packs");
  const [isAsking, setAsking] = useState(false);
  const remove = useCallMutation("packs.remove", {
    onSuccess: ({ kept }) =>
      toast(kept === null ? t("remove.done", { name }) : t("remove.doneKept", { name, folder: kept })),
    onError: toastProblem,
    onSettled: () => setAsking(false),
  });
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={16} stroke={1.6} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t("remove.button")}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t("remove.title", { name })}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Text size="sm">{keeps === null ? t("remove.text") : t("remove.textKept", { folder: keeps })}</Text>
        <Text size="sm" c="dimmed" mt="sm">
          {t("remove.stays")}
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
            {t("cancel")}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate({ id })}>
            {t("remove.button")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

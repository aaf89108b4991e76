/** Where media, packs and cache lie: moved to another folder or disk, watched, stopped, undone. */
import { Alert, Button, Group, Menu, Modal, Progress, Text } from "@mantine/core";
import { IconAlertTriangle, IconFolder, IconHome } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { MoveState, Place, PlaceState, StorageReport } from "#contract/storage.ts";
import { call } from "../app/bridge.ts";
import { queryClient, useCall } from "../app/calls.ts";
import { Row, Rows } from "../settings/Row.tsx";
import { formatBytes, formatSeconds } from "../ui/format.ts";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { toastProblem } from "../ui/toasts.tsx";
import classes from "./PlaceRows.module.css";

/** Does it, and tells what goes wrong. */
async function told(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    toastProblem(error);
  }
}

export function PlaceRows({ report }: { report: StorageReport }) {
  const { t } = useTranslation("storage");
  const { data: move = null } = useCall("storage.move", undefined);
  return (
    <Rows title={t("places.title")}>
      {report.places.map((state) => (
        <PlaceRow
          key={state.place}
          state={state}
          move={move?.place === state.place ? move : null}
          isBusy={move !== null}
        />
      ))}
    </Rows>
  );
}

function PlaceRow({ state, move, isBusy }: { state: PlaceState; move: MoveState | null; isBusy: boolean }) {
  const { t } = useTranslation("storage");
  const { place, folder, moved, bytes } = state;
  const [target, setTarget] = useState<{ folder: string | null } | null>(null);
  const choose = async () => {
    const chosen = await call("app.chooseFolder", {
      title: t("places.choose", { what: t(`places.${place}`) }),
    });
    if (chosen !== null) setTarget({ folder: chosen });
  };
  const facts = [
    formatBytes(bytes),
    state.freeBytes !== null && t("places.free", { size: formatBytes(state.freeBytes) }),
  ].filter((fact) => fact !== false);
  return (
    <Row
      label={t(`places.${place}`)}
      words="folder move disk 文件夹 移动"
      description={
        <>
          <span className={classes.folder} data-selectable>
            {folder}
          </span>
          {state.state === "ok" && <span>{facts.join(" · ")}</span>}
        </>
      }
      below={
        <>
          {state.state !== "ok" && move === null && <PlaceTrouble state={state} />}
          {move !== null && <MoveProgress move={move} />}
          <ConfirmMove
            state={state}
            target={target}
            onClose={() => setTarget(null)}
            onMove={(chosen) => {
              setTarget(null);
              void told(call("storage.startMove", { place, folder: chosen }));
            }}
          />
        </>
      }
    >
      {state.state === "ok" && move === null && (
        <Menu position="bottom-end" width={264}>
          <Menu.Target>
            <Button
              variant="default"
              disabled={isBusy}
              aria-label={t("places.moveOf", { what: t(`places.${place}`) })}
            >
              {t("places.move")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconFolder size={16} stroke={1.6} aria-hidden />}
              onClick={() => void told(choose())}
            >
              {t("places.toFolder")}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconHome size={16} stroke={1.6} aria-hidden />}
              disabled={!moved}
              onClick={() => setTarget({ folder: null })}
            >
              {t("places.back")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </Row>
  );
}

interface ConfirmProps {
  state: PlaceState;
  target: { folder: string | null } | null;
  onClose: () => void;
  onMove: (folder: string | null) => void;
}

function ConfirmMove({ state, target, onClose, onMove }: ConfirmProps) {
  const { t } = useTranslation("storage");
  return (
    <Modal
      opened={target !== null}
      onClose={onClose}
      title={t("places.confirmTitle", { what: t(`places.${state.place}`) })}
      closeButtonProps={{ "aria-label": t("cancel") }}
    >
      <Text size="sm">
        {target?.folder === null
          ? t("places.confirmBack", { size: formatBytes(state.bytes) })
          : t("places.confirm", { size: formatBytes(state.bytes), folder: target?.folder ?? "" })}
      </Text>
      <Text size="sm" c="dimmed" mt="sm">
        {t("places.confirmNote")}
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button data-autofocus onClick={() => target && onMove(target.folder)}>
          {t("places.begin")}
        </Button>
      </Group>
    </Modal>
  );
}

function MoveProgress({ move }: { move: MoveState }) {
  const { t } = useTranslation("storage");
  const { state, phase, bytes, totalBytes, secondsLeft, to, problem } = move;
  const isRunning = state === "running";
  const percent = totalBytes > 0 ? (100 * bytes) / totalBytes : 0;
  const facts = [
    totalBytes > 0 && t("move.bytes", { done: formatBytes(bytes), total: formatBytes(totalBytes) }),
    secondsLeft !== null && isRunning && t("move.left", { time: formatSeconds(secondsLeft) }),
  ].filter((fact) => fact !== false);
  return (
    <section className={classes.move} aria-label={t("move.label")}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">{isRunning ? t(`move.${phase}`, { folder: to }) : t("move.stopped")}</Text>
        <Text size="xs" c="dimmed">
          {facts.join(" · ")}
        </Text>
      </Group>
      <Progress
        mt="xs"
        value={phase === "copy" ? percent : 100}
        striped={isRunning && phase !== "copy"}
        animated={isRunning && phase !== "copy"}
        aria-label={t("move.label")}
      />
      {problem && <ProblemNotice error={problem} />}
      <Group mt="sm" gap="sm">
        {isRunning && phase !== "switch" && phase !== "clear" && (
          <Button size="xs" variant="default" onClick={() => void told(call("storage.stopMove"))}>
            {t("move.stop")}
          </Button>
        )}
        {!isRunning && (
          <Button size="xs" onClick={() => void told(call("storage.resumeMove"))}>
            {t("move.resume")}
          </Button>
        )}
        {phase !== "switch" && phase !== "clear" && (
          <Button size="xs" variant="subtle" color="gray" onClick={() => void told(call("storage.undoMove"))}>
            {t("move.undo")}
          </Button>
        )}
      </Group>
    </section>
  );
}

/** A folder that is not there, or cannot be written, and the ways out. */
function PlaceTrouble({ state: { place, state, folder } }: { state: PlaceState }) {
  const { t } = useTranslation("storage");
  const relocate = async () => {
    const chosen = await call("app.chooseFolder", { title: t("trouble.locate") });
    if (chosen !== null) await call("storage.relocate", { place: place as Place, folder: chosen });
  };
  return (
    <Alert
      mt="sm"
      color="yellow"
      variant="light"
      icon={<IconAlertTriangle stroke={1.6} aria-hidden />}
      title={t(state === "missing" ? "trouble.missing" : "trouble.readOnly")}
    >
      <Text size="sm">
        {t(state === "missing" ? "trouble.missingNote" : "trouble.readOnlyNote", { folder })}
      </Text>
      {state === "missing" && (
        <Group mt="sm" gap="sm">
          <Button
            size="xs"
            variant="default"
            onClick={() => void queryClient.invalidateQueries({ queryKey: ["storage.report"] })}
          >
            {t("trouble.again")}
          </Button>
          <Button size="xs" variant="default" onClick={() => void told(relocate())}>
            {t("trouble.locate")}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            onClick={() => void told(call("storage.forget", { place }))}
          >
            {t("trouble.forget")}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

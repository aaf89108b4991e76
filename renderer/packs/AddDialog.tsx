/** Adding a pack: from a folder, a file or the hub. Says what fits, and what is refused for good reason. */
import { Alert, Anchor, Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import {
  IconCloudDownload,
  IconFileZip,
  IconFolder,
  IconFolderQuestion,
  IconShieldCheck,
} from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PackWish } from "#contract/operation.ts";
import { call } from "../app/bridge.ts";
import { useCallMutation } from "../app/calls.ts";
import { toastProblem } from "../ui/toasts.tsx";
import classes from "./AddDialog.module.css";
import { closeAddDialog, useAddDialog } from "./adding.ts";

const HUB_ID = /^(?:hf:)?[\w-][\w.-]*\/[\w-][\w.-]*(?:\/.+)?$/;
type MapKind = "" | "depth" | "matting";

export function AddDialog() {
  const { t } = useTranslation("packs");
  const { isOpen, wish, dropped } = useAddDialog();
  return (
    <Modal
      opened={isOpen}
      onClose={closeAddDialog}
      title={t(wish ? "add.again" : "add.title")}
      size={600}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {wish ? (
        <AgainForm wish={wish} onClose={closeAddDialog} />
      ) : (
        <Ways dropped={dropped} onClose={closeAddDialog} />
      )}
    </Modal>
  );
}

function Ways({ dropped, onClose }: { dropped: string | null; onClose: () => void }) {
  const { t } = useTranslation("packs");
  const [hub, setHub] = useState("");
  const add = useCallMutation("packs.add", { onSuccess: onClose, onError: toastProblem });
  const isHubId = HUB_ID.test(hub.trim());
  const choose = async (source: Promise<string | null | undefined>) => {
    try {
      const chosen = await source;
      if (chosen != null) add.mutate({ source: chosen });
    } catch (error) {
      toastProblem(error);
    }
  };
  const files = async () => {
    const filters = [{ name: t("add.fileKinds"), extensions: ["zip", "onnx"] }];
    return (await call("app.chooseFiles", { title: t("add.file"), filters, many: false }))[0];
  };
  return (
    <Stack gap="md">
      {dropped !== null && (
        <Alert
          variant="light"
          color="yellow"
          icon={<IconFolderQuestion stroke={1.6} aria-hidden />}
          title={t("add.cannotLocate", { name: dropped })}
        >
          <Text size="sm">{t("add.cannotLocateNote")}</Text>
        </Alert>
      )}
      <div className={classes.ways}>
        <button
          type="button"
          className={classes.way}
          onClick={() => void choose(call("app.chooseFolder", { title: t("add.folder") }))}
        >
          <IconFolder size={24} stroke={1.5} aria-hidden />
          <span className={classes.wayName}>{t("add.folder")}</span>
          <span className={classes.wayNote}>{t("add.folderNote")}</span>
        </button>
        <button type="button" className={classes.way} onClick={() => void choose(files())}>
          <IconFileZip size={24} stroke={1.5} aria-hidden />
          <span className={classes.wayName}>{t("add.file")}</span>
          <span className={classes.wayNote}>{t("add.fileNote")}</span>
        </button>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isHubId) add.mutate({ source: hub.trim().startsWith("hf:") ? hub.trim() : `hf:${hub.trim()}` });
        }}
      >
        <TextInput
          label={t("add.hub")}
          description={t("add.hubNote")}
          placeholder="onnx-community/depth-anything-v2-small"
          value={hub}
          onChange={(event) => setHub(event.currentTarget.value)}
          error={hub.trim() !== "" && !isHubId && t("add.hubWrong")}
          leftSection={<IconCloudDownload size={16} stroke={1.6} aria-hidden />}
        />
        <Group justify="space-between" mt="sm" align="flex-start" wrap="nowrap">
          <Text size="xs" c="dimmed">
            {t("add.where")}{" "}
            <Anchor
              component="button"
              type="button"
              size="xs"
              onClick={() =>
                void call("app.openExternal", { link: "https://huggingface.co/models?library=onnx" }).catch(
                  toastProblem,
                )
              }
            >
              huggingface.co
            </Anchor>
          </Text>
          <Button type="submit" disabled={!isHubId} loading={add.isPending} style={{ flex: "none" }}>
            {t("add.download")}
          </Button>
        </Group>
      </form>
      <Alert
        variant="light"
        color="gray"
        icon={<IconShieldCheck stroke={1.6} aria-hidden />}
        title={t("add.safe")}
      >
        <Text size="sm">{t("add.safeNote")}</Text>
      </Alert>
    </Stack>
  );
}

/** The same pack once more, with what was missing: another name, or what it is for. */
function AgainForm({ wish, onClose }: { wish: PackWish; onClose: () => void }) {
  const { t } = useTranslation("packs");
  const [id, setId] = useState(wish.id ?? "");
  const [kind, setKind] = useState<MapKind>("");
  const add = useCallMutation("packs.add", { onSuccess: onClose, onError: toastProblem });
  useEffect(() => setId(wish.id ?? ""), [wish]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const name = id.trim();
        add.mutate({ ...wish, ...(name !== "" && { id: name }), ...(kind !== "" && { kind }) });
      }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {wish.source}
        </Text>
        <TextInput
          label={t("add.name")}
          description={t("add.nameNote")}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <div>
          <Text size="sm" fw={500} mb={4}>
            {t("add.kind")}
          </Text>
          <SegmentedControl
            aria-label={t("add.kind")}
            value={kind}
            onChange={(value) => setKind(value as MapKind)}
            data={[
              { value: "", label: t("add.kindAuto") },
              { value: "depth", label: t("kinds.depth") },
              { value: "matting", label: t("kinds.matting") },
            ]}
          />
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {t("add.again")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

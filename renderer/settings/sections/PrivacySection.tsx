/** What leaves the machine, and what is kept on it. */
import { Button, NumberInput, Switch } from "@mantine/core";
import { IconCircleCheck, IconCloudDownload, IconCloudUpload } from "@tabler/icons-react";
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import { request } from "../../app/bridge.ts";
import { queryClient } from "../../app/calls.ts";
import { changeSettings, useSettings } from "../../app/settings.ts";
import { toast, toastProblem } from "../../ui/toasts.tsx";
import { Row, Rows } from "../Row.tsx";
import classes from "./PrivacySection.module.css";

const FACTS = [
  { key: "nothing", icon: IconCircleCheck },
  { key: "packs", icon: IconCloudDownload },
  { key: "publishing", icon: IconCloudUpload },
] as const;

export function PrivacySection() {
  const { t } = useTranslation("settings");
  const { promptHistory, trashDays } = useSettings();
  return (
    <>
      <Rows title={t("privacy.leaves")}>
        {FACTS.map(({ key, icon: Icon }) => (
          <Row
            key={key}
            label={t(`privacy.${key}`)}
            description={t(`privacy.${key}Note`)}
            words="offline network 离线 网络"
          >
            <Icon size={20} stroke={1.6} className={classes.icon} aria-hidden />
          </Row>
        ))}
      </Rows>
      <Rows title={t("privacy.stays")}>
        <Row label={t("privacy.history")} description={t("privacy.historyNote")}>
          <Switch
            aria-label={t("privacy.history")}
            checked={promptHistory}
            onChange={({ currentTarget: { checked } }) => void changeSettings({ promptHistory: checked })}
          />
        </Row>
        <Row label={t("privacy.clear")} description={t("privacy.clearNote")}>
          <Button variant="default" onClick={() => void clearPrompts()}>
            {t("privacy.clearButton")}
          </Button>
        </Row>
        <Row label={t("privacy.trash")} description={t("privacy.trashNote")}>
          <NumberInput
            w={120}
            aria-label={t("privacy.trash")}
            min={0}
            max={365}
            allowDecimal={false}
            clampBehavior="strict"
            value={trashDays}
            suffix={t("privacy.days")}
            onChange={(value) => {
              if (typeof value === "number") void changeSettings({ trashDays: value });
            }}
          />
        </Row>
      </Rows>
    </>
  );
}

/** Forgets the prompts that Draft offers again, with a way back. */
async function clearPrompts(): Promise<void> {
  const refresh = () => void queryClient.invalidateQueries({ queryKey: ["queue.prompts"] });
  try {
    const { changed, undo } = await request("queue.clearPrompts", undefined);
    refresh();
    const words = i18next.t("settings:privacy.cleared", { count: changed });
    toast(words, undo === null ? undefined : () => request("library.undo", { token: undo }).then(refresh));
  } catch (error) {
    toastProblem(error);
  }
}

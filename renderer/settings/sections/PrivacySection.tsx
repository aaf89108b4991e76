/** What leaves the machine, and what is kept on it. */
import { NumberInput, Switch } from "@mantine/core";
import { IconCircleCheck, IconCloudDownload, IconCloudUpload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { changeSettings, useSettings } from "../../app/settings.ts";
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

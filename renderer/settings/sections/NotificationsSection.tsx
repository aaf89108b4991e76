/** What the system's notifications tell. */
import { Switch } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { changeSettings, useSettings } from "../../app/settings.ts";
import { Row, Rows } from "../Row.tsx";

export function NotificationsSection() {
  const { t } = useTranslation("settings");
  const { notifications } = useSettings();
  return (
    <Rows>
      {(["drafts", "downloads"] as const).map((kind) => (
        <Row key={kind} label={t(`notifications.${kind}`)} description={t(`notifications.${kind}Note`)}>
          <Switch
            aria-label={t(`notifications.${kind}`)}
            checked={notifications[kind]}
            onChange={({ currentTarget: { checked } }) =>
              void changeSettings({ notifications: { ...notifications, [kind]: checked } })
            }
          />
        </Row>
      ))}
    </Rows>
  );
}

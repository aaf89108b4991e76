/** Language and theme; both change at once. */
import { SegmentedControl, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { THEMES } from "#contract/settings.ts";
import { changeSettings, useSettings } from "../../app/settings.ts";
import { Row, Rows } from "../Row.tsx";

export function AppearanceSection() {
  const { t } = useTranslation("settings");
  const { language, theme } = useSettings();
  return (
    <Rows>
      <Row
        label={t("language.label")}
        description={t("language.description")}
        words="language 语言 中文 english"
      >
        <Select
          w={200}
          allowDeselect={false}
          aria-label={t("language.label")}
          value={language}
          onChange={(language) => language !== null && void changeSettings({ language })}
          data={[
            { value: "system", label: t("language.system") },
            // Each language in its own words, so that everybody finds back.
            { value: "en", label: "English" },
            { value: "zh-CN", label: "简体中文" },
          ]}
        />
      </Row>
      <Row
        label={t("theme.label")}
        description={t("theme.description")}
        words="theme dark light 主题 深色 浅色"
      >
        <SegmentedControl
          aria-label={t("theme.label")}
          value={theme}
          onChange={(theme) => void changeSettings({ theme })}
          data={THEMES.map((value) => ({ value, label: t(`theme.${value}`) }))}
        />
      </Row>
    </Rows>
  );
}

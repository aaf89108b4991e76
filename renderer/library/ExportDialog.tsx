/** What to export of the selected items, and how to name it. */
import { Button, Checkbox, Modal, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { EXPORT_FORMATS, EXPORT_PARTS, type ExportFormat, type ExportPart } from "#contract/library.ts";
import { exportTo } from "./changes.ts";
import { asSelection, change, selectedCount, useLibrary } from "./state.ts";

const DEFAULT_PATTERN = "{date} {title}";

export function ExportDialog({ total }: { total: number }) {
  const { t } = useTranslation("library");
  const { isExporting, selected, query } = useLibrary();
  const [parts, setParts] = useState<ExportPart[]>(["clip"]);
  const [format, setFormat] = useState<ExportFormat>("original");
  const [pattern, setPattern] = useState(DEFAULT_PATTERN);
  const selection = asSelection(selected, query);
  const close = () => change({ isExporting: false });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    close();
    if (selection !== null) void exportTo(selection, { parts, format, pattern });
  };
  return (
    <Modal
      opened={isExporting && selection !== null}
      onClose={close}
      title={t("export.title", { count: selectedCount(selected, total) })}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Checkbox.Group
            label={t("export.what")}
            value={parts}
            onChange={(values) => setParts(EXPORT_PARTS.filter((part) => values.includes(part)))}
          >
            <Stack gap={8} mt={8}>
              {EXPORT_PARTS.map((part) => (
                <Checkbox key={part} value={part} label={t(`export.parts.${part}`)} />
              ))}
            </Stack>
          </Checkbox.Group>
          {parts.includes("clip") && (
            <div>
              <Text size="sm" fw={500} mb={8}>
                {t("export.format")}
              </Text>
              <SegmentedControl
                fullWidth
                aria-label={t("export.format")}
                value={format}
                onChange={(value) => setFormat(value as ExportFormat)}
                data={EXPORT_FORMATS.map((value) => ({ value, label: t(`export.formats.${value}`) }))}
              />
              <Text size="xs" c="dimmed" mt={8}>
                {t(`export.formatNotes.${format}`)}
              </Text>
            </div>
          )}
          <TextInput
            label={t("export.pattern")}
            description="{date} {time} {title} {seed} {id}"
            value={pattern}
            maxLength={200}
            onChange={(event) => setPattern(event.currentTarget.value)}
          />
          <Text size="xs" c="dimmed">
            {t("export.safe")}
          </Text>
          <Button type="submit" disabled={parts.length === 0 || pattern.trim() === ""}>
            {t("export.go")}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}

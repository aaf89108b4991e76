/** An item's tags: shown, added, taken away. */
import { TagsInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type ItemDetails, MAX_TAG_CHARACTERS } from "#contract/library.ts";
import { useCall } from "../app/calls.ts";
import { addTag, removeTag } from "./changes.ts";

export function Tags({ item }: { item: ItemDetails }) {
  const { t } = useTranslation("library");
  const { data: facets } = useCall("library.facets", undefined);
  const selection = { ids: [item.id] };
  return (
    <TagsInput
      size="sm"
      label={t("tags.label")}
      placeholder={item.tags.length === 0 ? t("tags.placeholder") : ""}
      data={facets?.tags.map(({ value }) => value) ?? []}
      value={item.tags}
      maxLength={MAX_TAG_CHARACTERS}
      onChange={(tags) => {
        for (const tag of tags.filter((one) => !item.tags.includes(one))) void addTag(selection, tag);
        for (const tag of item.tags.filter((one) => !tags.includes(one))) void removeTag(selection, tag);
      }}
    />
  );
}

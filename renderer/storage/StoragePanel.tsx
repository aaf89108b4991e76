/** What uses the disk, what can be cleaned, and where media, packs and cache lie. */
import { Skeleton } from "@mantine/core";
import { useCall } from "../app/calls.ts";
import { ProblemNotice } from "../ui/ProblemNotice.tsx";
import { CleanRows } from "./CleanRows.tsx";
import { PlaceRows } from "./PlaceRows.tsx";
import { UsageBar } from "./UsageBar.tsx";

export function StoragePanel() {
  const { data: report, error, refetch } = useCall("storage.report", undefined, { refetchOnMount: "always" });
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (report === undefined) return <Skeleton h={240} radius="lg" />;
  return (
    <>
      <UsageBar report={report} />
      <PlaceRows report={report} />
      <CleanRows report={report} />
    </>
  );
}

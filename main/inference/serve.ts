/** The engine's side of the conversation: takes tasks from the parent process, one at a time. */
import { z } from "zod";
import {
  ENGINE_PROTOCOL_VERSION,
  ENGINE_TASKS,
  type EngineEvent,
  type EngineFailure,
  EngineRequest,
  type TaskName,
} from "#contract/engine.ts";
import { Problem } from "#contract/problem.ts";
import { collectInOneGo, freeArrays } from "./garbage.ts";
import { parentPort } from "./launch.ts";
import { dieWithParent } from "./orphan.ts";
import { cancelled } from "./process.ts";
import { SessionCache } from "./sessions.ts";
import type { TaskContext, TaskHandler, TaskHandlers } from "./task.ts";

type RunRequest = Extract<EngineRequest, { type: "run" }>;

/**
 * Makes this process an engine that does `handlers`' tasks until its parent goes away.
 * @throws Error when the process was not forked.
 */
export function serveEngine(handlers: TaskHandlers): void {
  const parent = parentPort();
  if (!parent) throw new Error("The engine is started by Understudy; it does nothing on its own.");
  const send = (event: EngineEvent) => parent.send(event);
  dieWithParent(parent);
  collectInOneGo();
  // Ctrl-C reaches the whole terminal; what it means is for the parent to say.
  process.on("SIGINT", () => {});

  const sessions = new SessionCache();
  let running: { id: number; cancelled: boolean } | undefined;

  async function run(request: RunRequest): Promise<void> {
    const before = sessions.inferenceMs;
    const current = { id: request.id, cancelled: false };
    const spent = () => sessions.inferenceMs - before;
    try {
      requireVersion(request.version);
      if (running) throw new Error("The engine does one task at a time, and is busy.");
      running = current;
      const output = await runTask(handlers, request, {
        sessions,
        progress: (fraction, detail, preview) => {
          if (!request.progress) return;
          send({ type: "progress", id: request.id, fraction, detail, ...(preview && { preview }) });
        },
        throwIfCancelled: () => {
          if (current.cancelled) throw cancelled();
        },
      });
      send({ type: "done", id: request.id, output, inferenceMs: spent() });
    } catch (error) {
      send({ type: "failed", id: request.id, ...describe(error), inferenceMs: spent() });
    } finally {
      if (running === current) {
        running = undefined;
        sessions.endTask();
        freeArrays();
      }
    }
  }

  parent.onMessage((message) => {
    const parsed = EngineRequest.safeParse(message);
    if (!parsed.success) {
      // Without a valid request there is nobody to answer.
      console.error(`Ignored a malformed message: ${z.prettifyError(parsed.error)}`);
    } else if (parsed.data.type === "run") {
      void run(parsed.data);
    } else if (running?.id === parsed.data.id) {
      running.cancelled = true;
    }
  });
  send({ type: "ready", version: ENGINE_PROTOCOL_VERSION, pid: process.pid });
}

async function runTask(handlers: TaskHandlers, request: RunRequest, context: TaskContext): Promise<unknown> {
  const name = request.task;
  if (!isTaskName(name) || !handlers[name]) {
    throw new Problem(
      "bad-input",
      `This engine has no task "${name}".`,
      `It has: ${Object.keys(handlers).join(", ")}.`,
    );
  }
  const schema = ENGINE_TASKS[name];
  const input = schema.input.safeParse(request.input);
  if (!input.success) {
    throw new Problem(
      "bad-input",
      `The input of "${name}" is wrong:\n${z.prettifyError(input.error)}`,
      "Correct the value that is named.",
    );
  }
  // The handler and the schema are of the same name, which the compiler cannot follow.
  const handler = handlers[name] as unknown as TaskHandler<TaskName>;
  const output = schema.output.safeParse(await handler(input.data as never, context));
  if (!output.success) throw new Error(`The result of "${name}" is wrong:\n${z.prettifyError(output.error)}`);
  return output.data;
}

function isTaskName(name: string): name is TaskName {
  return Object.hasOwn(ENGINE_TASKS, name);
}

function requireVersion(version: number): void {
  if (version === ENGINE_PROTOCOL_VERSION) return;
  throw new Problem(
    "engine-crashed",
    `The engine speaks protocol ${ENGINE_PROTOCOL_VERSION}, it was asked in ${version}: they are not of the same installation.`,
    "Close every Understudy and start it again.",
  );
}

function describe(error: unknown): Omit<EngineFailure, "type" | "id" | "inferenceMs"> {
  if (error instanceof Problem) return error.fields;
  console.error(error);
  return {
    code: "fault",
    message: error instanceof Error ? error.message : String(error),
    hint: "This is a fault of Understudy.",
  };
}

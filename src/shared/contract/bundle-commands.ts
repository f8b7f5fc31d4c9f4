import { z } from 'zod';
import {
  bundlePlanSchema,
  bundlePreviewSchema,
  bundleRequestSchema,
  bundleStateSchema,
  openedBundleSchema,
  wordSearchSchema,
} from '../bundle/bundle.ts';

/** The commands of the Diagnostics page: a bundle looked at, written, and taken away. */
export const bundleCommands = {
  /** The parts with their sizes, the findings, and what cannot be read; nothing is written. */
  'bundle.plan': { input: z.object({ request: bundleRequestSchema }), output: bundlePlanSchema },
  /** A part by its id or its file, redacted. */
  'bundle.preview': {
    input: z.object({ request: bundleRequestSchema, part: z.string().min(1).max(60) }),
    output: bundlePreviewSchema,
  },
  /** In which parts somebody's own word would be, in whatever form. */
  'bundle.search': {
    input: z.object({ request: bundleRequestSchema, word: z.string().trim().min(2).max(200) }),
    output: wordSearchSchema,
  },
  /** Answers when the writing has begun; the topic `bundle` says how it goes on. */
  'bundle.start': {
    input: z.object({
      request: bundleRequestSchema,
      /** An age recipient to seal it to. */
      recipient: z.string().trim().min(1).max(2_000).nullable().default(null),
      /** Where the file goes; `null`: the usual place, as `bundle.state` names it. */
      folder: z.string().trim().min(1).max(4_000).nullable().default(null),
    }),
    output: z.object({}),
  },
  'bundle.cancel': { input: z.object({}), output: z.object({}) },
  'bundle.state': {
    input: z.object({}),
    output: z.object({
      state: bundleStateSchema,
      /** Where bundles go unless another folder is named. */
      folder: z.string(),
      /** Whether `bundle.show` can do anything here. */
      canShow: z.boolean(),
    }),
  },
  /** Shows the last one in the desktop's file manager. */
  'bundle.show': { input: z.object({}), output: z.object({}) },
  /** A piece of the last one, in base64, for pages that cannot reach its folder. */
  'bundle.read': {
    input: z.object({ at: z.number().int().min(0) }),
    output: z.object({ data: z.string(), isLast: z.boolean() }),
  },
  /** A piece of a bundle that a page has, in base64, one after another; the first has no id. */
  'bundle.upload': {
    input: z.object({ id: z.string().max(60).nullable().default(null), data: z.base64().max(700_000) }),
    output: z.object({ id: z.string() }),
  },
  /** Opens a bundle to be looked at: one that was sent here, or a file of this machine. Nothing in it is changed. */
  'bundle.open': {
    input: z.union([
      z.object({ upload: z.string().max(60) }),
      z.object({ path: z.string().trim().min(1).max(4_000) }),
    ]),
    output: z.object({ id: z.string(), bundle: openedBundleSchema }),
  },
  'bundle.opened': { input: z.object({ id: z.string() }), output: openedBundleSchema },
  /** What another command would answer if the bundle were this machine; `input` and `value` are that command's. */
  'bundle.ask': {
    input: z.object({ id: z.string(), name: z.string().max(60), input: z.unknown() }),
    output: z.object({ value: z.unknown() }),
  },
  /** Forgets it, with its temporary database. */
  'bundle.close': { input: z.object({ id: z.string() }), output: z.object({}) },
} as const;

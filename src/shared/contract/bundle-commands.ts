import { z } from 'zod';
import {
  bundlePlanSchema,
  bundlePreviewSchema,
  bundleRequestSchema,
  bundleStateSchema,
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
} as const;

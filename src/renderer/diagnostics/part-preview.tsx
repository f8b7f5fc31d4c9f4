import type { ReactNode } from 'react';
import type { BundlePreview } from '../../shared/bundle/bundle.ts';
import { text } from '../text.ts';

const words = text.diagnostics;

/** A part as it will be in the file. */
export function PartPreview(props: {
  preview: BundlePreview | null;
  isLoading: boolean;
  onClose: () => void;
}): ReactNode {
  const { preview, isLoading, onClose } = props;
  const title = preview === null || isLoading ? text.loading : words.preview(preview.file);
  return (
    <section className="diagnostics-preview" aria-label={title}>
      <div className="button-row">
        <h3>{title}</h3>
        <button type="button" className="quiet-button" onClick={onClose}>
          {words.close}
        </button>
      </div>
      {preview !== null && !isLoading && (
        <>
          <pre className="mono scroll-box" tabIndex={0}>
            {preview.text === '' ? words.previewEmpty : preview.text}
          </pre>
          {preview.isMore && <p className="diagnostics-hint">{words.previewMore}</p>}
        </>
      )}
    </section>
  );
}

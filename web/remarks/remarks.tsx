import './remarks.css'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { FileId } from '#contracts/ids'
import { type CommentView, commentMaxLength } from '#contracts/remarks'
import { sentenceOf } from '../api.ts'
import { onSpaceEvent } from '../library/live.ts'
import { PagedBody } from '../shell/paged-body.tsx'
import { useSubmit } from '../shell/use-submit.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toast.tsx'
import { CommentItem } from './comment.tsx'
import { HeartButton } from './heart-button.tsx'
import {
  changeComment,
  type FileRemarks,
  remarksOf,
  takeComment,
  writeComment,
} from './remark-calls.ts'

/** What people say about a file, for all who may see it; it comes live. */
export function RemarksSection({ id, nowMs }: { id: FileId; nowMs: number }) {
  const remarks = useMemo(() => remarksOf(id), [id])
  useEffect(() => {
    void remarks.comments.load()
    return onSpaceEvent((event) => {
      const isHere = event.type === 'remarks.changed' && event.fileIds.includes(id)
      if (isHere || event.type === 'hello') void remarks.comments.load()
    })
  }, [remarks])
  return (
    <section class="remarks" aria-label="Comments">
      <h2 class="details-heading">Comments</h2>
      <HeartButton id={id} remarks={remarks} />
      <CommentForm id={id} remarks={remarks} />
      <PagedBody of={remarks.comments} empty="Nobody has said anything yet.">
        {(items) => (
          <ol class="comments">
            {items.map((comment) => (
              <CommentItem
                key={comment.id}
                comment={comment}
                nowMs={nowMs}
                onChange={async (text) => {
                  const changed = await changeComment(id, comment.id, text)
                  remarks.comments.change((all) =>
                    all.map((c) => (c.id === changed.id ? changed : c)),
                  )
                }}
                onTake={() => void take(remarks, comment)}
              />
            ))}
          </ol>
        )}
      </PagedBody>
    </section>
  )
}

/** Gone at once, and back by a click: the text is written again. */
async function take(remarks: FileRemarks, comment: CommentView) {
  const { fileId, id, text, isOwn } = comment
  try {
    await takeComment(fileId, id)
  } catch (error) {
    showToast(sentenceOf(error), { kind: 'danger' })
    return
  }
  remarks.comments.change((all) => all.filter((each) => each.id !== id))
  const said = isOwn ? 'Your comment is gone.' : `The comment of ${comment.by} is gone.`
  const again = async () => {
    const written = await writeComment(fileId, text)
    remarks.comments.change((all) => [written, ...all])
  }
  const failed = (error: unknown) => showToast(sentenceOf(error), { kind: 'danger' })
  showToast(said, isOwn ? { action: { label: 'Undo', run: () => void again().catch(failed) } } : {})
}

function CommentForm({ id, remarks }: { id: FileId; remarks: FileRemarks }) {
  const [text, setText] = useState('')
  const { error, isBusy, submit } = useSubmit(async () => {
    if (text.trim() === '') return
    const written = await writeComment(id, text.trim())
    remarks.comments.change((all) =>
      all.some((each) => each.id === written.id) ? all : [written, ...all],
    )
    setText('')
  })
  return (
    <form
      class="comment-form"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit(event)
        // Keys of the viewer are not meant while somebody writes; Escape leaves the field first.
        if (event.key === 'Escape' && event.target instanceof HTMLElement) {
          event.preventDefault()
          event.stopPropagation()
          event.target.blur()
        }
      }}
    >
      <TextField
        label="Write a comment"
        rows={2}
        maxLength={commentMaxLength}
        value={text}
        onInput={setText}
      />
      {error && (
        <p class="form-error" role="alert">
          {error}
        </p>
      )}
      <Button type="submit" busy={isBusy} disabled={text.trim() === ''}>
        {error ? 'Try again' : 'Send'}
      </Button>
    </form>
  )
}

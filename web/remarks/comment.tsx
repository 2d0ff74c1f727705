import { useState } from 'preact/hooks'
import { type CommentView, commentMaxLength } from '#contracts/remarks'
import { EditablePlace } from '../library/details-field.tsx'
import { IconButton } from '../ui/button.tsx'
import { formatAgo, formatExact } from '../ui/format.ts'
import { TextField } from '../ui/text-field.tsx'

/** One comment; its writer changes it in place. */
export function CommentItem(props: {
  comment: CommentView
  nowMs: number
  onChange: (text: string) => Promise<void>
  onTake: () => void
}) {
  const { comment } = props
  const [text, setText] = useState(comment.text)
  return (
    <li class="comment">
      <header class="comment-head">
        <strong>{comment.by}</strong>
        <time class="quiet" dateTime={comment.createdAt} title={formatExact(comment.createdAt)}>
          {formatAgo(comment.createdAt, props.nowMs)}
          {comment.editedAt !== null && ', changed'}
        </time>
        {comment.canDelete && (
          <IconButton
            icon="trash"
            class="comment-take"
            label={`Delete the comment of ${comment.by}`}
            onClick={props.onTake}
          />
        )}
      </header>
      <EditablePlace
        label="Change your comment"
        canEdit={comment.isOwn}
        shown={<p class="details-said">{comment.text}</p>}
        form={
          <TextField
            label="Comment"
            rows={3}
            maxLength={commentMaxLength}
            value={text}
            onInput={setText}
          />
        }
        onOpen={() => setText(comment.text)}
        onSave={async () => {
          const to = text.trim()
          if (to !== '' && to !== comment.text) await props.onChange(to)
        }}
      />
    </li>
  )
}

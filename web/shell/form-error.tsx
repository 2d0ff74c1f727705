import { Icon } from '../ui/icons.tsx'

/** Why a form was refused, below its fields. */
export function FormError({ sentence }: { sentence: string }) {
  return (
    <p class="form-error" role="alert">
      <Icon name="alert" size={18} /> {sentence}
    </p>
  )
}

import { ulid } from 'ulid'
import { describe, expect, it } from 'vitest'
import { fileIdSchema } from '#contracts/ids'
import { canonicalRecipe } from '#contracts/recipe'
import { aDraft } from '../../testing/drafts.ts'
import { seeded } from '../../testing/seeded.ts'
import type { Entry } from '../draft.ts'
import { parseChain, printChain, withExtension } from '../parse-chain.ts'
import { parseDraft } from '../parse-draft.ts'
import { printDraft } from '../print-draft.ts'
import { resolveDraft } from '../resolve-draft.ts'

const id = fileIdSchema.parse(`fil_${ulid()}`)
const photo = { mimeType: 'image/jpeg', isAnimated: false }

function recipeText(entries: readonly Entry[]): string {
  const none = () => {
    throw new Error('no watermarks here')
  }
  return canonicalRecipe(resolveDraft(parseDraft(entries), photo, '', none))
}

const ofQuery = (query: string) => recipeText([...new URLSearchParams(query)])
const ofPath = (path: string) => {
  const { entries, extension } = parseChain(path)
  return recipeText(withExtension(entries, extension))
}

describe('addresses of chains', () => {
  it.each([
    [`/-/${id}.webp`, 'format=webp'],
    [`/resize=300x200,fit=cover/${id}.jpg`, 'resize=300x200&fit=cover&format=jpeg'],
    [`/blur=2/rotate=7/blur=2/${id}`, 'blur=2&rotate=7&blur=2'],
    [`/resize=50%25,grayscale/${id}.png`, 'resize=50%25&grayscale=true&format=png'],
    [`/watermark=text:a%2Cb%2Fc,format=avif/${id}.jpg`, 'watermark=text:a,b/c&format=avif'],
  ])('reads %s as a query would', (path, query) => {
    expect(ofPath(path)).toBe(ofQuery(query))
  })

  it('reads what it prints, whatever it is', () => {
    const random = seeded(7)
    for (let round = 0; round < 200; round += 1) {
      const draft = aDraft(random)
      const { entries } = parseChain(`/${printChain(printDraft(draft))}/${id}`)
      expect(parseDraft(entries)).toEqual(draft)
    }
  })

  it.each([
    [`/resize=300x/${id}.bmp`, 'validation_failed'],
    [`/resize=300x%/${id}.png`, 'validation_failed'],
    ['/resize=300x/photo.jpg', 'not_found'],
    [`/resize=300x/..%2f${id}.jpg`, 'not_found'],
  ])('refuses %s', (path, code) => {
    expect(() => parseChain(path)).toThrowError(expect.objectContaining({ code }))
  })
})

describe('the words of others', () => {
  it.each([
    ['cloudflare', 'width=300', 'resize=300x'],
    [
      'cloudflare',
      'w=300,h=200,fit=cover,g=auto,f=webp,q=high',
      'resize=300x200&fit=cover&enlarge=true&gravity=smart&format=webp&quality=90',
    ],
    ['cloudflare', 'fit=scale-down,width=800,height=600', 'resize=800x600'],
    [
      'cloudflare',
      'width=80,height=60,fit=pad,background=%23fff',
      'resize=80x60&fit=contain&enlarge=true&background=white',
    ],
    ['cloudflare', 'fit=squeeze,width=80,height=60,rotate=90', 'rotate=90&resize=80x60&fit=fill'],
    [
      'cloudflare',
      'brightness=1.2,contrast=0.5,saturation=0,gamma=1.5,blur=5',
      'blur=5&brightness=120&contrast=50&saturation=0&gamma=1.5',
    ],
    [
      'cloudflare',
      'width=100,dpr=2,anim=false,metadata=keep,onerror=redirect',
      'resize=200x&frames=first&strip=false',
    ],
    ['cloudflare', 'flip=hv', 'flip=h&flip=v'],
    ['imgproxy', 'rs:fit:300:200', 'resize=300x200'],
    [
      'imgproxy',
      'resize:fill:300:200:1/gravity:sm/q:70/f:webp',
      'resize=300x200&fit=cover&enlarge=true&gravity=smart&quality=70&format=webp',
    ],
    ['imgproxy', 'w:300/rot:90', 'rotate=90&resize=300x'],
    ['imgproxy', 's:0:200', 'resize=x200'],
    [
      'imgproxy',
      'crop:400:300:noea/rs:force:40:30',
      'crop=400x300&gravity=northeast&resize=40x30&fit=fill&enlarge=false',
    ],
    [
      'imgproxy',
      'rs:fill:90:90/g:obj:face/bl:2/sh:1/pix:4',
      'resize=90x90&fit=cover&gravity=face&blur=2&sharpen=1&pixelate=4',
    ],
    [
      'imgproxy',
      'fl:1:0/dpr:2/w:50/mb:20000/sm:0',
      'flip=h&resize=100x&max_bytes=20000&strip=false',
    ],
    [
      'cloudinary',
      'w_300,h_200,c_fill,g_auto',
      'resize=300x200&fit=cover&enlarge=true&gravity=smart',
    ],
    [
      'cloudinary',
      'c_limit,w_300,h_300/e_grayscale/f_webp,q_auto',
      'resize=300x300&grayscale=true&format=webp&quality=auto',
    ],
    ['cloudinary', 'w_300', 'resize=300x&enlarge=true'],
    ['cloudinary', 'c_crop,w_300,h_200,x_10,y_20', 'crop=300x200+10+20'],
    ['cloudinary', 'c_fill,ar_16:9,w_640', 'crop=16:9&resize=640x&enlarge=true'],
    [
      'cloudinary',
      'a_90/a_hflip/e_brightness:30,e_hue:50',
      'rotate=90&flip=h&brightness=130&hue=90',
    ],
    [
      'cloudinary',
      'c_pad,w_80,h_80,b_rgb:ff0000,fl_progressive',
      'resize=80x80&fit=contain&enlarge=true&background=red&progressive=true',
    ],
    [
      'cloudinary',
      'l_text:Arial_40:Hello%20World,co_white,g_south_east,x_10,y_20',
      'watermark=text:Hello World&size=40&position=southeast&offset=10x20&color=white',
    ],
  ])('of %s: %s', (vocabulary, options, query) => {
    expect(ofPath(`/${vocabulary}/${options}/${id}`)).toBe(ofQuery(query))
  })

  it.each([
    ['cloudflare', 'width=300,border=5', 'border'],
    ['cloudflare', 'fit=stretch', 'fit'],
    ['imgproxy', 'rs:fit:300:200/watermark:1', 'watermark'],
    ['imgproxy', 'g:fp:0.5:0.5', 'gravity:fp'],
    ['cloudinary', 'w_300,r_20', 'r_20'],
    ['cloudinary', 'e_cartoonify', 'e_cartoonify'],
    ['cloudinary', 'nonsense', 'nonsense'],
  ])('of %s, but not %s', (vocabulary, options, named) => {
    expect(() => ofPath(`/${vocabulary}/${options}/${id}`)).toThrowError(
      expect.objectContaining({
        code: 'validation_failed',
        message: expect.stringContaining(named),
      }),
    )
  })
})

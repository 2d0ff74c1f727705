import { renderUnicodeCompact } from 'uqr'
import type { LanService } from './serve-lan.ts'

/** What somebody at the terminal is told: the addresses, one as a QR code, and how to trust them. */
export function printLan({ urls, authorityPath, authorityUrl }: LanService): string {
  const [first = ''] = urls
  return `
Other devices of this house reach it at
${urls.map((url) => `  ${url}`).join('\n')}

${renderUnicodeCompact(first, { border: 2 })}

They warn of an unknown certificate until they trust this vault's own authority:
  ${authorityPath}
Take that file to the device, or fetch it there past the warning from
  ${authorityUrl}
and install it:
  iPhone, iPad  open it, allow the profile in Settings, then switch it on in
                General > About > Certificate Trust Settings
  Android       Settings > Security > Install a certificate > CA certificate
  Mac           open it, and in Keychain Access set it to "Always Trust"
  Windows       open it, Install Certificate > Trusted Root Certification Authorities
  Firefox       Settings > Certificates > View Certificates > Authorities > Import
It speaks for private addresses and names of this house only. Its key stays on this machine.
`
}

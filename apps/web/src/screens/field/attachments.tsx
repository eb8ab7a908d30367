import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptFile } from '../../offline/kept.js';
import { addFile, removeFile } from '../../offline/store.js';
import { recordId } from '../../offline/record-id.js';
import { Button } from '../../parts/button.js';
import { Icon } from '../../parts/icon.js';
import styles from './field.module.css';

/** Longer is an interview, and too much for a bad link. */
const longestVoiceMs = 120_000;

/** Photos and a voice note; kept on the device at once, with the draft. */
export function Attachments({ reportId, files }: { reportId: string; files: readonly KeptFile[] }) {
  const { t } = useTranslation('field');
  const picker = useRef<HTMLInputElement>(null);
  const add = (blob: Blob, name: string, mediaType: string): Promise<unknown> =>
    addFile({ id: recordId(), reportId, blob, name, mediaType });
  return (
    <div className={styles.group}>
      <div className={styles.row}>
        <input
          ref={picker}
          type="file"
          accept="image/*,video/*"
          multiple
          hidden
          aria-hidden="true"
          data-testid="photos"
          onChange={(event) => {
            for (const file of event.target.files ?? [])
              void add(file, file.name.slice(-200), file.type || 'application/octet-stream');
            event.target.value = '';
          }}
        />
        <Button onPress={() => picker.current?.click()}>{t('attachments.photo')}</Button>
        <Voice onRecorded={(blob, mediaType) => void add(blob, `voice.${mediaType.split('/')[1]}`, mediaType)} />
      </div>
      {files.length > 0 && (
        <ul className={styles.files}>
          {files.map((file) => (
            <li key={file.id}>
              <Preview file={file} />
              <span className={styles.fileName}>
                <bdi>{file.name}</bdi> {Math.ceil(file.blob.size / 1024)} KiB
              </span>
              <Button
                look="quiet"
                square
                aria-label={t('attachments.remove', { name: file.name })}
                onPress={() => void removeFile(file.id)}
              >
                <Icon name="close" />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Preview({ file }: { file: KeptFile }) {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(file.blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file.blob]);
  if (!address) return null;
  if (file.mediaType.startsWith('image/')) return <img src={address} alt="" className={styles.preview} />;
  if (file.mediaType.startsWith('audio/')) return <audio src={address} controls aria-label={file.name} />;
  return <video src={address} controls muted className={styles.preview} aria-label={file.name} />;
}

function Voice({ onRecorded }: { onRecorded(blob: Blob, mediaType: string): void }) {
  const { t } = useTranslation('field');
  const [recorder, setRecorder] = useState<MediaRecorder | null>(null);
  const [isRefused, setRefused] = useState(false);
  useEffect(() => () => (recorder?.state === 'recording' ? recorder.stop() : undefined), [recorder]);
  if (!('mediaDevices' in navigator) || typeof MediaRecorder === 'undefined') return null;
  const start = async (): Promise<void> => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const made = new MediaRecorder(stream);
      const chunks: Blob[] = [];
      made.ondataavailable = ({ data }) => chunks.push(data);
      made.onstop = () => {
        for (const track of stream.getTracks()) track.stop();
        const mediaType = made.mimeType.split(';')[0] || 'audio/webm';
        onRecorded(new Blob(chunks, { type: mediaType }), mediaType);
        setRecorder(null);
      };
      made.start();
      setTimeout(() => made.state === 'recording' && made.stop(), longestVoiceMs);
      setRefused(false);
      setRecorder(made);
    } catch {
      // Said in the form: the person or the device has refused the microphone.
      setRefused(true);
    }
  };
  return (
    <>
      <Button onPress={() => (recorder ? recorder.stop() : void start())} aria-pressed={recorder !== null}>
        {recorder ? t('attachments.stop') : t('attachments.voice')}
      </Button>
      {isRefused && <span role="alert">{t('attachments.noMicrophone')}</span>}
    </>
  );
}

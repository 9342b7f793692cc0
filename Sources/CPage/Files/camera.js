// The camera. Frames are JPEGs of at most 1280 pixels: a face fills more of a camera's picture than of a party's.

import { jpeg } from "./photo.js";
import { Problem } from "./api.js";

const widest = 1280;

/** Starts the camera; throws a problem that says why not. */
export async function openCamera() {
  // Browsers give a camera to pages of https or of this very machine only.
  if (!navigator.mediaDevices?.getUserMedia) throw new Problem({ reason: "no_camera_here" });
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { width: { ideal: widest }, facingMode: "user" } });
  } catch (error) {
    throw new Problem({ reason: error.name === "NotAllowedError" ? "camera_denied" : "no_camera" });
  }
  const video = document.createElement("video");
  Object.assign(video, { srcObject: stream, muted: true, playsInline: true });
  await video.play();
  const [track] = stream.getVideoTracks();
  const factor = Math.min(1, widest / video.videoWidth);
  const [width, height] = [Math.round(video.videoWidth * factor), Math.round(video.videoHeight * factor)];
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  return {
    video, width, height,
    // Oneself is shown as in a mirror; a camera that looks away is not.
    isMirrored: track.getSettings().facingMode !== "environment",
    async frame() {
      canvas.getContext("2d").drawImage(video, 0, 0, width, height);
      return jpeg(canvas);
    },
    stop() { for (const one of stream.getTracks()) one.stop(); },
  };
}

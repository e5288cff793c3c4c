/** Media types and the extensions they stand for. */
const types = `
application/epub+zip epub
application/gzip gz tgz
application/java-archive jar war
application/json json map
application/ld+json jsonld
application/manifest+json webmanifest
application/msword doc
application/octet-stream bin exe dll dmg iso img
application/pdf pdf
application/postscript ai eps ps
application/rtf rtf
application/sql sql
application/vnd.android.package-archive apk
application/vnd.ms-excel xls
application/vnd.ms-fontobject eot
application/vnd.ms-powerpoint ppt
application/vnd.oasis.opendocument.spreadsheet ods
application/vnd.oasis.opendocument.text odt
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
application/wasm wasm
application/x-7z-compressed 7z
application/x-bzip2 bz2
application/x-rar-compressed rar
application/x-sh sh
application/x-shockwave-flash swf
application/x-tar tar
application/xhtml+xml xhtml
application/xml xml xsl xsd
application/zip zip
application/zstd zst
audio/aac aac
audio/flac flac
audio/midi mid midi
audio/mp4 m4a
audio/mpeg mp3
audio/ogg ogg oga opus
audio/wav wav
audio/webm weba
font/otf otf
font/ttf ttf
font/woff woff
font/woff2 woff2
image/apng apng
image/avif avif
image/bmp bmp
image/gif gif
image/heic heic
image/jpeg jpg jpeg jpe
image/png png
image/svg+xml svg svgz
image/tiff tif tiff
image/vnd.adobe.photoshop psd
image/webp webp
image/x-icon ico
text/calendar ics
text/css css
text/csv csv
text/html html htm
text/javascript js mjs cjs
text/markdown md markdown
text/plain txt text log conf ini
text/tab-separated-values tsv
text/yaml yaml yml
video/3gpp 3gp
video/mp2t ts
video/mp4 mp4 m4v
video/mpeg mpeg mpg
video/ogg ogv
video/quicktime mov
video/webm webm
video/x-flv flv
video/x-matroska mkv
video/x-msvideo avi
video/x-ms-wmv wmv`;

const byExtension: ReadonlyMap<string, string> = new Map(
  types
    .trim()
    .split("\n")
    .flatMap((line) => {
      const [type = "", ...extensions] = line.split(" ");
      return extensions.map((extension) => [extension, type] as const);
    }),
);

/** The default `Content-Type` of an object that is being made; none where it is not to be derived. */
export function contentTypeHeader(key: string, isDerived: boolean): Readonly<Record<string, string>> | undefined {
  return isDerived ? { "content-type": contentTypeOf(key) } : undefined;
}

/** The media type that a key's extension stands for, else `application/octet-stream`. */
export function contentTypeOf(key: string): string {
  const name = key.slice(key.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  const extension = dot < 0 ? "" : name.slice(dot + 1).toLowerCase();
  return byExtension.get(extension) ?? "application/octet-stream";
}

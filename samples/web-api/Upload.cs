using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Samples.WebApi;

/// <summary>The picture that a request brings: as its body, or as a file of a form.</summary>
internal static class Upload
{
    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/bmp", "application/octet-stream"];

    /// <exception cref="Refusal">The request has another type, brings no picture, or more bytes than are taken.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int maxBytes, CancellationToken stop)
    {
        try
        {
            string type = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
            byte[] file =
                type == "multipart/form-data" ? await FromFormAsync(request, maxBytes, stop)
                : Pictures.Contains(type) ? await ToArrayAsync(request.Body, stop)
                : throw new Refusal(
                    StatusCodes.Status415UnsupportedMediaType,
                    $"The Content-Type is {(type.Length > 0 ? type : "missing")}: send a picture as {string.Join(", ", Pictures)}, "
                    + "or as a file of multipart/form-data.");
            return file.Length > 0 ? file : throw new Refusal(StatusCodes.Status400BadRequest, "The picture has no bytes.");
        }
        catch (BadHttpRequestException bad)
        {
            // The server counts the bytes as they come in: too many of them end here, whatever the headers said.
            throw bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge(maxBytes) : new Refusal(bad.StatusCode, bad.Message);
        }
    }

    private static async Task<byte[]> FromFormAsync(HttpRequest request, int maxBytes, CancellationToken stop)
    {
        try
        {
            // All in memory: the service writes no temporary files, which a read-only container has no place for.
            FormOptions options = new() { MemoryBufferThreshold = maxBytes, MultipartBodyLengthLimit = maxBytes };
            IFormCollection form = await request.ReadFormAsync(options, stop);
            IFormFile file = form.Files.Count == 1
                ? form.Files[0]
                : throw new Refusal(StatusCodes.Status400BadRequest, $"The form has {form.Files.Count} files, where one is expected.");
            await using Stream content = file.OpenReadStream();
            return await ToArrayAsync(content, stop);
        }
        catch (Exception malformed) when (malformed is InvalidDataException or InvalidOperationException or NotSupportedException
            or IOException and not (BadHttpRequestException or ConnectionResetException))
        {
            // A Content-Type that is none is told by an InvalidOperationException, a charset that is not read by a NotSupportedException.
            throw new Refusal(StatusCodes.Status400BadRequest, $"The form cannot be read. {malformed.Message}");
        }
    }

    private static async Task<byte[]> ToArrayAsync(Stream stream, CancellationToken stop)
    {
        MemoryStream bytes = new();
        await stream.CopyToAsync(bytes, stop);
        return bytes.ToArray();
    }

    private static Refusal TooLarge(int maxBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The request has more than {maxBytes} bytes.");
}

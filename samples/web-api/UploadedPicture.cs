using Microsoft.AspNetCore.Http.Features;

namespace Samples.WebApi;

/// <summary>The picture that an upload brings: all of it, or a file of a form.</summary>
internal static class UploadedPicture
{
    private const string Form = "multipart/form-data";

    private static readonly string[] Types = ["image/png", "image/jpeg", "image/bmp", "application/octet-stream"];

    /// <summary>Before anything of the body is read.</summary>
    /// <exception cref="Refusal">The request has another type than a picture or a form.</exception>
    public static void CheckType(HttpRequest request)
    {
        string type = TypeOf(request);
        if (type != Form && !Types.Contains(type))
        {
            throw new Refusal(
                StatusCodes.Status415UnsupportedMediaType,
                $"The Content-Type is {(type.Length > 0 ? type : "missing")}: send a picture as {string.Join(", ", Types)}, "
                + $"or as a file of {Form}.");
        }
    }

    /// <summary>The bytes of the picture.</summary>
    /// <param name="request">The request, whose headers say how to read them.</param>
    /// <param name="upload">Its body.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="Refusal">There is no picture, or the form cannot be read.</exception>
    public static async Task<ReadOnlyMemory<byte>> FindAsync(HttpRequest request, Upload upload, CancellationToken stop)
    {
        ReadOnlyMemory<byte> file = TypeOf(request) == Form ? await FromFormAsync(request, upload, stop) : upload.Content;
        return file.Length > 0 ? file : throw new Refusal(StatusCodes.Status400BadRequest, "The picture has no bytes.");
    }

    private static string TypeOf(HttpRequest request) => request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";

    private static async Task<ReadOnlyMemory<byte>> FromFormAsync(HttpRequest request, Upload upload, CancellationToken stop)
    {
        try
        {
            // All in memory: the service writes no temporary files, which a read-only container has no place for.
            request.Body = upload.Open();
            FormOptions options = new() { MemoryBufferThreshold = upload.Content.Length, MultipartBodyLengthLimit = upload.Content.Length };
            IFormCollection form = await request.ReadFormAsync(options, stop);
            IFormFile file = form.Files.Count == 1
                ? form.Files[0]
                : throw new Refusal(StatusCodes.Status400BadRequest, $"The form has {form.Files.Count} files, where one is expected.");
            await using Stream content = file.OpenReadStream();
            byte[] bytes = new byte[file.Length];
            await content.ReadExactlyAsync(bytes, stop);
            return bytes;
        }
        catch (Exception malformed) when (malformed is InvalidDataException or InvalidOperationException or NotSupportedException or IOException)
        {
            // A Content-Type that is none is told by an InvalidOperationException, a charset that is not read by a NotSupportedException.
            throw new Refusal(StatusCodes.Status400BadRequest, $"The form cannot be read. {malformed.Message}");
        }
    }
}

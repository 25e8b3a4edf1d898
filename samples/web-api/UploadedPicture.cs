using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Samples.WebApi;

/// <summary>The picture that an upload brings: all of it, or a file of a form.</summary>
internal static class UploadedPicture
{
    private const string Form = "multipart/form-data";

    // What ASP.NET Core allows; RFC 2046, 5.1.1, has 70.
    private const int LongestBoundary = 128;

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
                    + $"or as a file of {Form}."
            );
        }
    }

    /// <summary>The bytes of the picture, a part of the upload's.</summary>
    /// <param name="request">The request, whose headers say how to read them.</param>
    /// <param name="upload">The bytes of its body.</param>
    /// <exception cref="Refusal">There is no picture, or the form cannot be read.</exception>
    public static ReadOnlySpan<byte> Find(HttpRequest request, ArraySegment<byte> upload)
    {
        // Memory is read at once, and a worker's thread may wait.
        ArraySegment<byte> file =
            TypeOf(request) == Form ? FindInFormAsync(request, upload).GetAwaiter().GetResult() : upload;
        return file.Count > 0 ? file : throw new Refusal(StatusCodes.Status400BadRequest, "The picture has no bytes.");
    }

    private static string TypeOf(HttpRequest request) =>
        request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";

    private static async Task<ArraySegment<byte>> FindInFormAsync(HttpRequest request, ArraySegment<byte> upload)
    {
        // Not ReadFormAsync, which copies files into memory that grows, or into temporary files.
        MultipartReader form = new(
            Boundary(request),
            new MemoryStream(upload.Array!, upload.Offset, upload.Count, writable: false)
        );
        ArraySegment<byte> file = default;
        int files = 0;
        try
        {
            while (await form.ReadNextSectionAsync() is { } section)
            {
                if (
                    !ContentDispositionHeaderValue.TryParse(
                        section.ContentDisposition,
                        out ContentDispositionHeaderValue? disposition
                    )
                )
                {
                    throw Unreadable(
                        $"A part has the Content-Disposition '{section.ContentDisposition}', where form-data is expected."
                    );
                }

                if (disposition.IsFileDisposition())
                {
                    await section.Body.DrainAsync(CancellationToken.None);
                    file = upload.Slice((int)section.BaseStreamOffset!, (int)section.Body.Length);
                    files++;
                }
            }
        }
        catch (Exception malformed) when (malformed is InvalidDataException or IOException)
        {
            throw Unreadable(malformed.Message);
        }

        return files == 1
            ? file
            : throw new Refusal(StatusCodes.Status400BadRequest, $"The form has {files} files, where one is expected.");
    }

    private static string Boundary(HttpRequest request)
    {
        string boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString()
            : "";
        return boundary.Length is >= 1 and <= LongestBoundary
            ? boundary
            : throw Unreadable(
                $"Its Content-Type has a boundary of {boundary.Length} characters: 1 to {LongestBoundary} are expected."
            );
    }

    private static Refusal Unreadable(string why) =>
        new(StatusCodes.Status400BadRequest, $"The form cannot be read. {why}");
}

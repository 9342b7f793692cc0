// The files of the page, byte for byte. Their paths are relative to Files/, which the manifest names as a header path.
//
// The builder does not see when one of them changes: touch this file then. A test compares what is built in with the folder.

#if defined(__ELF__)
    .section .rodata
#else
    .section __TEXT,__const
#endif

.macro embed symbol, path
    .globl \symbol\()_bytes
\symbol\()_bytes:
    .incbin "\path"
    .globl \symbol\()_end
\symbol\()_end:
    .byte 0
.endm

embed facenet_page_api_js, "api.js"
embed facenet_page_app_js, "app.js"
embed facenet_page_appearance_js, "appearance.js"
embed facenet_page_audit_js, "audit.js"
embed facenet_page_camera_js, "camera.js"
embed facenet_page_coach_js, "coach.js"
embed facenet_page_compare_js, "compare.js"
embed facenet_page_dialog_js, "dialog.js"
embed facenet_page_dom_js, "dom.js"
embed facenet_page_drop_js, "drop.js"
embed facenet_page_en_js, "en.js"
embed facenet_page_enroll_js, "enroll.js"
embed facenet_page_exchange_js, "exchange.js"
embed facenet_page_face_result_js, "face-result.js"
embed facenet_page_faces_canvas_js, "faces-canvas.js"
embed facenet_page_favicon_svg, "favicon.svg"
embed facenet_page_group_js, "group.js"
embed facenet_page_i18n_js, "i18n.js"
embed facenet_page_import_js, "import.js"
embed facenet_page_index_html, "index.html"
embed facenet_page_live_js, "live.js"
embed facenet_page_login_js, "login.js"
embed facenet_page_merge_js, "merge.js"
embed facenet_page_names_js, "names.js"
embed facenet_page_openapi_json, "openapi.json"
embed facenet_page_operating_point_js, "operating-point.js"
embed facenet_page_people_js, "people.js"
embed facenet_page_person_details_js, "person-details.js"
embed facenet_page_person_js, "person.js"
embed facenet_page_photo_js, "photo.js"
embed facenet_page_picture_js, "picture.js"
embed facenet_page_receipt_js, "receipt.js"
embed facenet_page_recognize_js, "recognize.js"
embed facenet_page_rename_js, "rename.js"
embed facenet_page_scale_js, "scale.js"
embed facenet_page_session_js, "session.js"
embed facenet_page_settings_js, "settings.js"
embed facenet_page_style_css, "style.css"
embed facenet_page_theme_js, "theme.js"
embed facenet_page_undo_js, "undo.js"
embed facenet_page_unknown_js, "unknown.js"
embed facenet_page_zh_js, "zh.js"

#if defined(__ELF__)
    .section .note.GNU-stack, "", @progbits
#endif

"""The C functions that are used, by library, in the words of libraries.TYPES."""

GLIB = """
void g_free(pointer)
void g_strfreev(pointer)
"""

GOBJECT = """
void g_object_unref(pointer)
"""

BABL = """
pointer babl_space_from_icc(text, int, int, pointer)
pointer babl_format_with_space(text, pointer)
pointer babl_fish(pointer, pointer)
size babl_process(pointer, pointer, pointer, size)
int babl_format_exists(text)
text babl_get_name(pointer)
int babl_format_get_bytes_per_pixel(pointer)
"""

GEGL = """
void gegl_init(pointer, pointer)
void gegl_buffer_get(pointer, pointer, double, pointer, pointer, int, int)
void gegl_buffer_set(pointer, pointer, int, pointer, pointer, int)
pointer gegl_buffer_set_format(pointer, pointer)
"""

GIMP = """
int gimp_main(pointer, int, pointer)
void gimp_install_procedure(text, text, text, text, text, text, text, text, int, int, int, pointer, pointer)
int gimp_plugin_set_pdb_error_handler(int)
pointer gimp_run_procedure2(text, pointer, int, pointer)
void gimp_destroy_params(pointer, int)
void gimp_destroy_paramdefs(pointer, int)
text gimp_get_pdb_error()
int gimp_procedural_db_proc_info(text, pointer, pointer, pointer, pointer, pointer, pointer, pointer, pointer, pointer, pointer)
void gimp_install_temp_proc(text, text, text, text, text, text, text, text, int, int, int, pointer, pointer, pointer)
void gimp_uninstall_temp_proc(text)
void gimp_extension_ack()
void gimp_extension_process(uint)
pointer gimp_drawable_get_buffer(int)
pointer gimp_drawable_get_shadow_buffer(int)
pointer gimp_drawable_get_format(int)
pointer gimp_drawable_get(int)
void gimp_drawable_flush(pointer)
void gimp_drawable_detach(pointer)
void gimp_tile_cache_ntiles(size)
void gimp_pixel_rgn_init(pointer, pointer, int, int, int, int, int, int)
void gimp_pixel_rgn_get_rect(pointer, pointer, int, int, int, int)
void gimp_pixel_rgn_set_rect(pointer, pointer, int, int, int, int)
text gimp_get_progname()
text gimp_wm_class()
text gimp_display_name()
text gimp_icon_theme_dir()
uint gimp_tile_width()
uint gimp_tile_height()
int gimp_shm_ID()
int gimp_check_size()
int gimp_check_type()
int gimp_min_colors()
int gimp_monitor_number()
uint gimp_user_time()
int gimp_default_display()
int gimp_install_cmap()
int gimp_show_tool_tips()
int gimp_show_help_button()
double gimp_gamma()
"""  # noqa: E501 - as long as the functions are

GIMPBASE = """
text gimp_directory()
text gimp_data_directory()
text gimp_locale_directory()
text gimp_sysconf_directory()
text gimp_plug_in_directory()
"""

GDK = """
int gdk_init_check(pointer, pointer)
"""

GTK = """
pointer gtk_adjustment_new(double, double, double, double, double, double)
double gtk_adjustment_get_value(pointer)
void gtk_adjustment_set_value(pointer, double)
pointer gtk_spin_button_new(pointer, double, uint)
void gtk_spin_button_set_numeric(pointer, int)
void gtk_spin_button_update(pointer)
pointer gtk_entry_new()
void gtk_entry_set_text(pointer, text)
text gtk_entry_get_text(pointer)
void gtk_entry_set_activates_default(pointer, int)
void gtk_entry_set_width_chars(pointer, int)
pointer gtk_text_view_new()
void gtk_text_view_set_wrap_mode(pointer, int)
pointer gtk_text_view_get_buffer(pointer)
void gtk_text_buffer_set_text(pointer, text, int)
void gtk_text_buffer_get_bounds(pointer, pointer, pointer)
pointer gtk_text_buffer_get_text(pointer, pointer, pointer, int)
pointer gtk_check_button_new_with_mnemonic(text)
pointer gtk_radio_button_new_with_mnemonic_from_widget(pointer, text)
int gtk_toggle_button_get_active(pointer)
void gtk_toggle_button_set_active(pointer, int)
pointer gtk_combo_box_text_new()
void gtk_combo_box_text_append_text(pointer, text)
int gtk_combo_box_get_active(pointer)
void gtk_combo_box_set_active(pointer, int)
pointer gtk_file_chooser_button_new(text, int)
int gtk_file_chooser_set_filename(pointer, text)
void gtk_file_chooser_unselect_all(pointer)
pointer gtk_file_chooser_get_filename(pointer)
pointer gtk_label_new(text)
void gtk_label_set_line_wrap(pointer, int)
void gtk_misc_set_alignment(pointer, float, float)
pointer gtk_vbox_new(int, int)
pointer gtk_table_new(uint, uint, int)
void gtk_table_set_row_spacings(pointer, uint)
void gtk_table_set_col_spacings(pointer, uint)
void gtk_table_attach(pointer, pointer, uint, uint, uint, uint, int, int, uint, uint)
pointer gtk_scrolled_window_new(pointer, pointer)
void gtk_scrolled_window_set_policy(pointer, int, int)
void gtk_scrolled_window_set_shadow_type(pointer, int)
void gtk_scrolled_window_add_with_viewport(pointer, pointer)
void gtk_container_add(pointer, pointer)
void gtk_container_set_border_width(pointer, uint)
void gtk_box_pack_start(pointer, pointer, int, int, uint)
pointer gtk_dialog_get_content_area(pointer)
void gtk_dialog_set_default_response(pointer, int)
void gtk_widget_show_all(pointer)
void gtk_widget_set_size_request(pointer, int, int)
void gtk_widget_destroy(pointer)
int gtk_events_pending()
int gtk_main_iteration()
"""

GIMPWIDGETS = """
pointer gimp_dialog_new(text, text, pointer, int, pointer, text)
pointer gimp_dialog_add_button(pointer, text, int)
int gimp_dialog_run(pointer)
pointer gimp_hint_box_new(text)
pointer gimp_frame_new(text)
pointer gimp_table_attach_aligned(pointer, int, int, text, float, float, pointer, int, int)
pointer gimp_scale_entry_new(pointer, int, int, text, int, int, double, double, double, double, double, uint, int, double, double, text, text)
void gimp_help_set_help_data(pointer, text, text)
pointer gimp_color_button_new(text, int, int, pointer, int)
void gimp_color_button_set_color(pointer, pointer)
void gimp_color_button_get_color(pointer, pointer)
pointer gimp_file_entry_new(text, text, int, int)
void gimp_file_entry_set_filename(pointer, text)
pointer gimp_file_entry_get_filename(pointer)
int gimp_int_combo_box_set_active(pointer, int)
int gimp_int_combo_box_get_active(pointer, pointer)
"""  # noqa: E501

GIMPUI = """
void gimp_ui_init(text, int)
void gimp_window_set_transient(pointer)
pointer gimp_image_combo_box_new(pointer, pointer)
pointer gimp_layer_combo_box_new(pointer, pointer)
pointer gimp_channel_combo_box_new(pointer, pointer)
pointer gimp_drawable_combo_box_new(pointer, pointer)
pointer gimp_vectors_combo_box_new(pointer, pointer)
pointer gimp_font_select_button_new(text, text)
text gimp_font_select_button_get_font(pointer)
void gimp_font_select_button_set_font(pointer, text)
pointer gimp_gradient_select_button_new(text, text)
text gimp_gradient_select_button_get_gradient(pointer)
void gimp_gradient_select_button_set_gradient(pointer, text)
pointer gimp_palette_select_button_new(text, text)
text gimp_palette_select_button_get_palette(pointer)
void gimp_palette_select_button_set_palette(pointer, text)
pointer gimp_pattern_select_button_new(text, text)
text gimp_pattern_select_button_get_pattern(pointer)
void gimp_pattern_select_button_set_pattern(pointer, text)
pointer gimp_brush_select_button_new(text, text, double, int, int)
text gimp_brush_select_button_get_brush(pointer, pointer, pointer, pointer)
void gimp_brush_select_button_set_brush(pointer, text, double, int, int)
"""

OF = {
    "glib": GLIB,
    "gobject": GOBJECT,
    "babl": BABL,
    "gegl": GEGL,
    "gimp": GIMP,
    "gimpbase": GIMPBASE,
    "gdk": GDK,
    "gtk": GTK,
    "gimpwidgets": GIMPWIDGETS,
    "gimpui": GIMPUI,
}
